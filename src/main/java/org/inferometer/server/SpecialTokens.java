package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of tokens that mean something to the model, as the tokenizer's configuration names
 * them.
 *
 * @param texts by names such as {@code bos_token}; only those that there are
 */
record SpecialTokens(Map<String, String> texts) {
  private static final List<String> NAMES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  static SpecialTokens read(Path directory, JsonNode tokenizerConfig) {
    JsonNode map = ModelFiles.json(directory.resolve("special_tokens_map.json"));
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : NAMES) {
      String text = token(name, tokenizerConfig, map);
      if (text != null) {
        texts.put(name, text);
      }
    }
    return new SpecialTokens(texts);
  }

  /** The text that ends a generation, or {@code null} if there is none. */
  String eos() {
    return texts.get("eos_token");
  }

  /** Either a string or an object with {@code content}. */
  private static String token(String key, JsonNode... files) {
    for (JsonNode file : files) {
      JsonNode value = file.path(key);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.path("content").isTextual()) {
        return value.path("content").textValue();
      }
    }
    return null;
  }
}
