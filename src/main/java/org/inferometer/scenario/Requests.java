package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.wire.Dialect;

/**
 * How the requests to one stack differ from what its dialect says.
 *
 * @param path in front of the API's routes, or of one of them; null for the usual one
 * @param headers further headers by name
 * @param body further fields of the body; null for none
 * @param maxTokensField name of the field that limits an answer's tokens; null for the dialect's
 * @param omit fields that are not sent
 * @param tensors what a model behind Triton calls its inputs and outputs, by their usual names
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Requests(
    String path,
    Map<String, Header> headers,
    ObjectNode body,
    @JsonProperty("max_tokens_field") String maxTokensField,
    List<String> omit,
    Map<String, String> tensors) {

  /** Nothing differs. */
  public static final Requests USUAL = new Requests(null, Map.of(), null, null, List.of());

  public Requests {
    headers =
        headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    omit = omit == null ? List.of() : List.copyOf(omit);
    tensors =
        tensors == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Those with the usual names of inputs and outputs. */
  public Requests(
      String path,
      Map<String, Header> headers,
      ObjectNode body,
      String maxTokensField,
      List<String> omit) {
    this(path, headers, body, maxTokensField, omit, null);
  }

  /**
   * A header's value: the text itself, or where it is found, which is then never written.
   *
   * @param text null for a secret
   * @param secret null for a text
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Header(String text, ApiKey secret) {

    /** Reads the value. That of a secret must not be logged or written. */
    public String read() {
      return text != null ? text : secret.read();
    }
  }

  /** {@code dialect} with what differs from it. */
  Dialect in(Dialect dialect) {
    return (maxTokensField == null ? dialect : dialect.limitingBy(maxTokensField))
        .without(omit)
        .calling(tensors);
  }

  /** The values of the headers, which must not be logged or written. */
  public Map<String, String> readHeaders() {
    Map<String, String> values = new LinkedHashMap<>();
    headers.forEach((name, header) -> values.put(name, header.read()));
    return values;
  }
}
