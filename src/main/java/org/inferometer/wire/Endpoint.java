package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * Where requests go and how they are spelled there.
 *
 * @param address the server, and where its API lies there
 * @param api the kind of question, if the protocol knows it, else what it knows
 * @param dialect of which protocol: what the stack takes and gives
 * @param model the model's name at that server
 * @param key secret sent as the protocol wants it, or null; never printed
 * @param headers further request headers; their values are never printed
 * @param fields further fields of the request's body; null for none
 * @param trust whose certificates are taken; null for what Java knows
 */
public record Endpoint(
    Address address,
    Api api,
    Dialect dialect,
    String model,
    String key,
    Map<String, String> headers,
    ObjectNode fields,
    Trust trust) {

  /** Headers that are ours: they say what the body is and where it ends. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host",
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "accept",
          "accept-encoding",
          "x-request-id");

  public Endpoint {
    api = dialect.protocol().asks(api);
    fields = fields == null ? JsonNodeFactory.instance.objectNode() : fields;
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    if (key != null && !visible(key)) {
      throw new IllegalArgumentException(
          "the key for " + address + " contains white space or non-ASCII characters");
    }
    headers.forEach(Endpoint::requireHeader);
    fields.fieldNames().forEachRemaining(dialect.protocol()::requireField);
  }

  /** An endpoint whose certificate, if it has one, Java knows. */
  public Endpoint(
      Address address,
      Api api,
      Dialect dialect,
      String model,
      String key,
      Map<String, String> headers,
      ObjectNode fields) {
    this(address, api, dialect, model, key, headers, fields, null);
  }

  /** An endpoint that is asked without anything further. */
  public Endpoint(URI base, Api api, Dialect dialect, String model, String key) {
    this(Address.of(base.toString()), api, dialect, model, key, Map.of(), null);
  }

  /** The same, whatever certificate the server shows. */
  public Endpoint trustingAny() {
    return new Endpoint(address, api, dialect, model, key, headers, fields, new Trust(null, true));
  }

  /**
   * Makes sure that a header may be added to requests.
   *
   * @throws IllegalArgumentException saying why it may not, without its value
   */
  public static void requireHeader(String name, String value) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no header; allowed: letters, digits and hyphens, like X-Tenant");
    }
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "header " + name + " is the client's own; allowed: any other");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 127) || !value.equals(value.strip())) {
      throw new IllegalArgumentException(
          "the value of header "
              + name
              + " has a line break, a character that is not ASCII, or blanks around it");
    }
  }

  private static boolean visible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** The path and query that requests are posted to. */
  String path(Mode mode) {
    return address.route(dialect.protocol().route(api, mode, model));
  }

  /** The media type that answers are asked for in. */
  String accept(Mode mode) {
    return mode == Mode.STREAM ? dialect.protocol().frames().type() : "application/json";
  }

  /** All headers that are not HTTP's own. */
  Map<String, String> allHeaders() {
    return dialect.headers(key, headers);
  }

  @Override
  public String toString() {
    return address + path(Mode.STREAM) + " (" + dialect.label() + ", " + model + ")";
  }
}
