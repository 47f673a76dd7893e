package org.inferometer.scenario;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses of stacks. */
final class Urls {
  private static final String ALLOWED =
      "; allowed: an address like http://127.0.0.1:8000, to which /v1/... is added";

  private Urls() {}

  /** Parses an address and takes a trailing slash off. */
  static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no address" + ALLOWED, e);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException("\"" + text + "\" is no http address" + ALLOWED);
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address holds a user name or password, which would be written to the run; allowed:"
              + " an address without them, and api-key with env or file");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("\"" + text + "\" has a query or fragment" + ALLOWED);
    }
    if (uri.getPath().endsWith("/v1")) {
      throw new IllegalArgumentException("\"" + text + "\": leave out /v1" + ALLOWED);
    }
    return uri;
  }
}
