package org.inferometer.server.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps pages in a browser on this machine from using a server without a key. A page of another
 * site shows by its {@code Origin}; one that has got its name to point to this machine (DNS
 * rebinding) shows by its {@code Host}, for a name of the public DNS has a dot and does not end
 * like a local one.
 */
final class BrowserGuard {
  private static final Set<String> JSON =
      Set.of("application/json", "application/x-www-form-urlencoded");

  private BrowserGuard() {}

  /**
   * Refuses what may come from somebody else's page.
   *
   * @param host the name that the server was told to listen on
   */
  static void check(HttpExchange exchange, String host) throws ApiException {
    Headers headers = exchange.getRequestHeaders();
    String asked = headers.getFirst("Host");
    if (asked != null && !isLocal(name(asked), host)) {
      throw new ApiException(
          403,
          null,
          "the Host header names %s, which may be a web page's; ask by address or local name, or start the server with a key"
              .formatted(asked));
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !isLocalOrigin(origin, host)) {
      throw new ApiException(
          403,
          null,
          "the request comes from a page of %s; start the server with a key to allow that"
              .formatted(origin));
    }
  }

  /**
   * Refuses bodies that do not claim to be JSON. {@code curl -d} claims a form, and most clients
   * claim JSON or nothing.
   */
  static void checkType(HttpExchange exchange) throws ApiException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null) {
      return;
    }
    String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!JSON.contains(essence) && !essence.endsWith("+json")) {
      throw new ApiException(
          415, null, "the Content-Type is %s; it must be application/json".formatted(type));
    }
  }

  private static boolean isLocalOrigin(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && isLocal(name(authority), host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The name or address in front of a port. */
  private static String name(String authority) {
    return authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isLocal(String name, String host) {
    return name.equals(host.toLowerCase(Locale.ROOT))
        || name.indexOf('.') < 0
        || name.matches("[0-9.]+|\\[[0-9a-f:.%]+]")
        || name.matches(".*\\.(localhost|local|internal|lan|home\\.arpa)\\.?");
  }
}
