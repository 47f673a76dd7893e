package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Message;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;

/**
 * Spells requests for one endpoint, after OpenAI's API reference and, for {@code top_k}, {@code
 * ignore_eos}, {@code return_token_ids} and {@code continuous_usage_stats}, vLLM's.
 */
final class RequestEncoder {
  /** A number and the end of the head. */
  private static final int LONGEST_LENGTH = 16;

  private static final JsonFactory JSON = new JsonMapper().getFactory();

  private final Endpoint endpoint;

  RequestEncoder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Outgoing encode(Prompt prompt, Generation generation, Mode mode, String requestId) {
    if (!requestId.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a request id is printable ASCII without spaces, found '" + requestId + "'");
    }
    String before = headBefore(mode, requestId);
    Bytes bytes = new Bytes(before.length() + LONGEST_LENGTH + prompt.text().length() + 512);
    int bodyStart = before.length() + LONGEST_LENGTH;
    bytes.skip(bodyStart);
    writeBody(bytes, prompt, generation, mode);
    String head = before + (bytes.size() - bodyStart) + "\r\n\r\n";
    int start = bodyStart - head.length();
    bytes.put(head.getBytes(StandardCharsets.ISO_8859_1), start);
    return new Outgoing(
        requestId,
        prompt.id(),
        mode,
        generation.maxTokens(),
        bytes.array(),
        start,
        bodyStart,
        bytes.size());
  }

  /** A growing array with room for the head in front, so that a long body is not copied. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes(int size) {
      super(size);
    }

    void skip(int size) {
      count += size;
    }

    void put(byte[] source, int at) {
      System.arraycopy(source, 0, buf, at, source.length);
    }

    byte[] array() {
      return buf;
    }
  }

  /** The head up to the body's length, which comes last. */
  private String headBefore(Mode mode, String requestId) {
    StringBuilder head = new StringBuilder(320);
    head.append("POST ").append(endpoint.path()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(endpoint.address().authority()).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Accept: ").append(accept(mode)).append("\r\n");
    head.append("Accept-Encoding: identity\r\n");
    head.append("User-Agent: inferometer\r\n");
    head.append("X-Request-Id: ").append(requestId).append("\r\n");
    if (endpoint.bearer() != null) {
      head.append("Authorization: Bearer ").append(endpoint.bearer()).append("\r\n");
    }
    endpoint
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("Content-Length: ").toString();
  }

  static String accept(Mode mode) {
    return mode == Mode.STREAM ? "text/event-stream" : "application/json";
  }

  private void writeBody(Bytes bytes, Prompt prompt, Generation generation, Mode mode) {
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", endpoint.model());
      question(json, prompt);
      arguments(json, generation);
      if (endpoint.dialect().tokenIds()) {
        field(json, "return_token_ids", true);
      }
      field(json, "stream", mode == Mode.STREAM);
      if (mode == Mode.STREAM && writes("stream_options")) {
        json.writeObjectFieldStart("stream_options");
        field(json, "include_usage", true);
        if (endpoint.dialect().continuousUsage()) {
          field(json, "continuous_usage_stats", true);
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, JsonNode> further : endpoint.fields().properties()) {
        json.writeFieldName(further.getKey());
        json.writeTree(further.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode prompt '" + prompt.id() + "'", e);
    }
  }

  private void question(JsonGenerator json, Prompt prompt) throws IOException {
    if (endpoint.api() == Api.COMPLETIONS) {
      json.writeStringField("prompt", prompt.text());
      return;
    }
    json.writeArrayFieldStart("messages");
    for (Message message : prompt.asMessages()) {
      json.writeStartObject();
      json.writeStringField("role", message.role());
      json.writeStringField("content", message.content());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void arguments(JsonGenerator json, Generation generation) throws IOException {
    if (takes("max_tokens")) {
      field(json, endpoint.dialect().maxTokens(), generation.maxTokens());
    }
    field(json, "temperature", generation.temperature());
    field(json, "top_p", generation.topP());
    field(json, "top_k", generation.topK());
    field(json, "seed", generation.seed());
    field(json, "ignore_eos", generation.ignoreEos());
    field(json, "stop", generation.stop());
  }

  private void field(JsonGenerator json, String name, Object value) throws IOException {
    if (value == null || !writes(name)) {
      return;
    }
    json.writeFieldName(name);
    if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        json.writeString((String) each);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }

  /** Whether a field is ours to write: the dialect takes it, and the endpoint has no other. */
  private boolean writes(String field) {
    return takes(field) && !endpoint.fields().has(field);
  }

  private boolean takes(String field) {
    return endpoint.dialect().takes(field);
  }
}
