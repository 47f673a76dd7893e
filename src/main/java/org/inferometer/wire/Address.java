package org.inferometer.wire;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is, and where its API lies there.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address, an IPv6 address in brackets
 * @param port -1 where the scheme's is meant
 * @param base path in front of everything, such as a proxy's prefix; empty without
 * @param api path in front of the API's routes, usually {@code base} and {@code /v1}
 * @param query added to the API's routes, with its question mark, and in front of that the slash at
 *     the routes' end that some servers want; empty without
 * @param told whether somebody has said where the API lies; {@code /v1} is else no more than where
 *     most have it
 */
public record Address(
    String scheme, String host, int port, String base, String api, String query, boolean told) {
  private static final String ANYWHERE = "http://127.0.0.1";
  private static final String LIKE = "; allowed: an address like http://127.0.0.1:8000";
  private static final Pattern FORM =
      Pattern.compile("(?i)(https?)://([^/?#\\\\]*)([^?#]*)(\\?[^#]*)?(#.*)?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+(%.+)?]");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
  private static final Pattern ROUTE = Pattern.compile("/(chat/)?completions$|/models$");
  private static final Pattern OTHER_API =
      Pattern.compile(
          "/(responses|messages|embeddings|generate|generate_stream|infer|api/chat|api/generate"
              + "|models/[^/]+:(generate|streamGenerate)Content)$");
  private static final Pattern VERSION = Pattern.compile("/v[0-9]+[a-z0-9]*(?=/|$)");
  private static final Pattern LEADING_VERSION = Pattern.compile("^" + VERSION);
  private static final Pattern SECRET = Pattern.compile("(?i)key|token|secret|sig|auth|password");

  /**
   * Parses what a user gives or pastes: an address without a path or with a proxy's prefix, to
   * which {@code /v1} is added; with a version in its path, which is taken as it is; or that of one
   * of the API's routes, in front of which the others are expected, too.
   *
   * @throws IllegalArgumentException saying what is wrong and what is allowed, without any secret
   */
  public static Address of(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      boolean bare = text.strip().matches("[A-Za-z0-9._-]+(:[0-9]+)?(/[^@?]*)?");
      throw new IllegalArgumentException(
          shown(text)
              + (bare ? " does not begin with http://" : " is no http address")
              + (bare ? "; allowed: http://" + text.strip() : LIKE));
    }
    String authority = form.group(2);
    if (authority.contains("@")) {
      throw new IllegalArgumentException(
          "the address holds a user name or password, which would be written to the run; allowed:"
              + " an address without them, and api-key with env or file");
    }
    if (form.group(4) != null || form.group(5) != null) {
      throw new IllegalArgumentException(
          shown(text)
              + " has a query or fragment"
              + LIKE
              + "; a query that each request needs belongs into the stack's path:"
              + " /...?name=value");
    }
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    String host = host(port ? authority.substring(0, colon) : authority, text);
    String path = path(form.group(3), text);
    if (OTHER_API.matcher(path).find()) {
      throw new IllegalArgumentException(
          shown(text)
              + " is a route of another API; allowed: the address of the server, to which the stack's"
              + " protocol adds its own, or that of its /chat/completions or /completions");
    }
    String api = ROUTE.matcher(path).replaceFirst("");
    boolean whole = api.length() < path.length() || VERSION.matcher(path).find();
    return new Address(
        form.group(1).toLowerCase(Locale.ROOT),
        host,
        port ? port(authority.substring(colon + 1), text) : -1,
        whole ? api.replaceFirst(VERSION + ".*", "") : api,
        whole ? api : api + "/v1",
        "",
        false);
  }

  private static String host(String host, String text) {
    String ascii = host;
    if (host.contains(":") && !host.startsWith("[")) {
      throw new IllegalArgumentException(
          shown(text) + ": an IPv6 address stands in brackets; allowed: http://[::1]:8000");
    }
    try {
      ascii = host.startsWith("[") ? host : IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      ascii = "";
    }
    if (!HOST.matcher(ascii).matches()) {
      throw new IllegalArgumentException(shown(text) + " has no host that can be looked up" + LIKE);
    }
    return ascii;
  }

  private static int port(String digits, String text) {
    if (digits.isEmpty()) {
      return -1;
    }
    int port = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          shown(text) + " has port " + digits + "; allowed: a port from 1 to 65535");
    }
    return port;
  }

  /** The path with single slashes between its parts and none at its end. */
  private static String path(String path, String text) {
    try {
      return new URI(null, null, path.replaceAll("/+", "/").replaceFirst("/$", ""), null)
          .toASCIIString()
          .replace("%25", "%");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(shown(text) + " has a path that is none" + LIKE, e);
    }
  }

  /** {@code text} in quotes, without what may be a secret. */
  private static String shown(String text) {
    return '"' + text.replaceFirst("//[^/]*@", "//...@").replaceFirst("[?#].*", "?...") + '"';
  }

  /** The same server with its API elsewhere, one of the usual protocol. */
  public Address at(String path) {
    return at(path, Protocols.usual());
  }

  /**
   * The same server with its API elsewhere.
   *
   * @param path in front of the protocol's routes, or of one of them, which may have a slash at its
   *     end and a query; null changes nothing
   * @throws IllegalArgumentException if it is no path, is that of another protocol, or has a query
   *     that looks like a secret
   */
  public Address at(String path, Protocol protocol) {
    if (path == null) {
      return this;
    }
    int mark = path.indexOf('?');
    String before = mark < 0 ? path : path.substring(0, mark);
    String after = mark < 0 ? "" : path.substring(mark);
    requirePath(path);
    for (String each : after.split("[?&]")) {
      if (SECRET.matcher(each.replaceFirst("=.*", "")).find()) {
        throw new IllegalArgumentException(
            "the query holds what looks like a secret, which would be written to the run; allowed:"
                + " headers with env or file");
      }
    }
    String bare = before.replaceAll("/+", "/").replaceFirst("/$", "");
    Optional<Matcher> whole = protocol.within(bare);
    String api = whole.map(route -> route.group(1)).orElse(bare);
    if (OTHER_API.matcher(api).find()) {
      throw new IllegalArgumentException(
          "a path of another protocol than "
              + protocol
              + "; allowed: a path in front of "
              + String.join(" and ", protocol.routes())
              + ", or one of these");
    }
    boolean own = mark >= 0 && protocol.routes().stream().anyMatch(one -> one.endsWith(after));
    String slash = whole.isPresent() && before.endsWith("/") ? "/" : "";
    return new Address(scheme, host, port, base, api, slash + (own ? "" : after), true);
  }

  /**
   * Makes sure that {@code path} can stand behind an address.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static void requirePath(String path) {
    boolean fine = path.startsWith("/") && path.matches("[!-~&&[^#]]*");
    try {
      fine &= new URI(ANYWHERE + path).getRawFragment() == null;
    } catch (URISyntaxException e) {
      fine = false;
    }
    if (!fine) {
      throw new IllegalArgumentException(
          "a path begins with / and has neither blanks nor #, nor other characters that are to be"
              + " written as %20 is; allowed: /v3, or /v3/chat/completions");
    }
  }

  /** What {@link #of} reads as this address. */
  public URI uri() {
    boolean usual = isUsual();
    boolean versioned = VERSION.matcher(api).find();
    return URI.create(this + (usual ? base : versioned ? api : api + "/chat/completions"));
  }

  /**
   * Path and query of one of the API's routes.
   *
   * @param standard where it usually is, such as {@code /v1/models}: its version gives way to what
   *     the address says
   */
  public String route(String standard) {
    String route = isUsual() ? base + standard : api + unversioned(standard);
    return route.contains("?")
        ? route + query.replaceFirst("^/", "").replaceFirst("^[?]", "&")
        : route + query;
  }

  private boolean isUsual() {
    return !told && api.equals(base + "/v1");
  }

  static String unversioned(String route) {
    return LEADING_VERSION.matcher(route).replaceFirst("");
  }

  /** Whether it is reached by https. */
  public boolean secure() {
    return scheme.equals("https");
  }

  /** Whether {@code other}, which {@link #of} reads, is of the same server, wherever its API is. */
  public boolean isServerOf(URI other) {
    Address there = of(other.toString());
    return place().equalsIgnoreCase(there.place()) && effectivePort() == there.effectivePort();
  }

  private String place() {
    return LOOPBACK.contains(host) ? "localhost" : host;
  }

  /** The port to connect to. */
  public int effectivePort() {
    return port != -1 ? port : secure() ? 443 : 80;
  }

  /** Value of the {@code Host} header. */
  String authority() {
    return port == -1 ? host : host + ":" + port;
  }

  /** Scheme, host and port: no path. */
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
