package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;

/** Spells requests for one endpoint: the head, and the body as its protocol writes it. */
final class RequestEncoder {
  private static final String CONTENT_LENGTH = "\r\nContent-Length: ";

  /** What follows the request's id: a number, and the end of the head. */
  private static final int LONGEST_END = CONTENT_LENGTH.length() + 16;

  private static final int BESIDE_PROMPT = 512;

  private static final JsonMapper JSON = new JsonMapper();

  private final Endpoint endpoint;
  private final boolean keepsTexts;
  private final Map<Mode, byte[]> heads = new EnumMap<>(Mode.class);

  RequestEncoder(Endpoint endpoint) {
    this(endpoint, false);
  }

  /**
   * @param keepsTexts whether the texts of the answers are wanted
   */
  RequestEncoder(Endpoint endpoint, boolean keepsTexts) {
    this.endpoint = endpoint;
    this.keepsTexts = keepsTexts;
    for (Mode mode : Mode.values()) {
      heads.put(mode, head(mode));
    }
  }

  Outgoing encode(Prompt prompt, Generation generation, Mode mode, String requestId) {
    if (!requestId.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a request id is printable ASCII without spaces, found '" + requestId + "'");
    }
    byte[] same = heads.get(mode);
    int bodyStart = same.length + requestId.length() + LONGEST_END;
    Body bytes = new Body(bodyStart + prompt.text().length() + BESIDE_PROMPT);
    bytes.skip(bodyStart);
    writeBody(bytes, new Question(endpoint, prompt, generation, mode));
    String own = requestId + CONTENT_LENGTH + (bytes.size() - bodyStart) + "\r\n\r\n";
    int start = bodyStart - own.length() - same.length;
    bytes.put(same, start);
    bytes.put(own.getBytes(StandardCharsets.ISO_8859_1), start + same.length);
    int prompts = 1 + prompt.beside().size();
    return new Outgoing(
        endpoint.dialect(),
        keepsTexts,
        requestId,
        prompt.id(),
        keepsTexts ? prompt.hashCode() : 0,
        prompts,
        mode,
        generation.maxTokens() == null ? null : prompts * generation.maxTokens(),
        bytes.array(),
        start,
        bodyStart,
        bytes.size());
  }

  /** A growing array with room for the head in front, so that a long body is not copied. */
  private static final class Body extends ByteArrayOutputStream {
    Body(int size) {
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

  /** What the heads of all requests begin with, up to the request's id. */
  private byte[] head(Mode mode) {
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(endpoint.path(mode)).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(endpoint.address().authority()).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Accept: ").append(endpoint.accept(mode)).append("\r\n");
    head.append("Accept-Encoding: identity\r\n");
    head.append("User-Agent: inferometer\r\n");
    endpoint
        .allHeaders()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("X-Request-Id: ").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void writeBody(Body bytes, Question question) {
    ObjectNode body = JSON.createObjectNode();
    endpoint.dialect().protocol().write(body, question);
    merge(body, endpoint.fields());
    try {
      JSON.writeValue(bytes, body);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode prompt '" + question.prompt().id() + "'", e);
    }
  }

  /** Adds {@code further} fields; those of an object that both have are joined. */
  private static void merge(ObjectNode body, ObjectNode further) {
    for (Map.Entry<String, JsonNode> one : further.properties()) {
      if (one.getValue() instanceof ObjectNode theirs
          && body.get(one.getKey()) instanceof ObjectNode ours) {
        merge(ours, theirs);
      } else {
        body.set(one.getKey(), one.getValue());
      }
    }
  }
}
