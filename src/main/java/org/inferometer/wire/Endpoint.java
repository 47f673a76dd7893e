package org.inferometer.wire;

import java.net.URI;

/**
 * Where requests go and how they are spelled there.
 *
 * @param base the server's URL, with or without {@code /v1} at its end
 * @param api which endpoint is asked
 * @param dialect what the stack takes and gives
 * @param model the model's name at that server
 * @param bearer secret sent as {@code Authorization: Bearer}, or null; never printed
 */
public record Endpoint(URI base, Api api, Dialect dialect, String model, String bearer) {

  public Endpoint {
    String scheme = base.getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "a stack's URL looks like http://host:port, found '" + base + "'");
    }
    if (base.getRawUserInfo() != null || base.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "a stack's URL has neither user nor query: http://" + base.getRawAuthority());
    }
    if (bearer != null && !bearer.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the bearer token for " + base + " contains white space or non-ASCII characters");
    }
  }

  /** The path that requests are posted to. */
  String path() {
    return pathBelow("/v1") + api.path();
  }

  /** {@code base}'s path followed by {@code prefix}, which is not repeated. */
  private String pathBelow(String prefix) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.endsWith(prefix) ? path : path + prefix;
  }

  boolean secure() {
    return "https".equals(base.getScheme());
  }

  /** The port asked for, or the scheme's. */
  int port() {
    return base.getPort() != -1 ? base.getPort() : secure() ? 443 : 80;
  }

  /** Value of the {@code Host} header; an IPv6 address keeps its brackets. */
  String authority() {
    return base.getPort() == -1 ? base.getHost() : base.getHost() + ":" + base.getPort();
  }

  @Override
  public String toString() {
    return base + " (" + api + ", " + dialect.name() + ", " + model + ")";
  }
}
