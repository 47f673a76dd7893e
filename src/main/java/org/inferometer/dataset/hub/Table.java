package org.inferometer.dataset.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Rows that the Hugging Face hub has.
 *
 * @param dataset its id, such as {@code openai/openai_humaneval}
 * @param config its configuration
 * @param split its split
 * @param licence as its card says
 * @param mayBePublished whether the licence is clear enough to pass the texts on
 */
record Table(String dataset, String config, String split, String licence, boolean mayBePublished) {
  /** What stands for it in a choice by hash. */
  String name() {
    return dataset + "|" + config + "|" + split;
  }

  String query() {
    return "?dataset=%s&config=%s&split=%s"
        .formatted(encoded(dataset), encoded(config), encoded(split));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return dataset + " (" + config + ", " + split + ")";
  }
}
