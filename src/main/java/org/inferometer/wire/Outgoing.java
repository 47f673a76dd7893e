package org.inferometer.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.record.Mode;

/** A request, encoded and ready to be written. It can be started more than once. */
public final class Outgoing {
  private static final int EVENTS_UNLESS_LIMITED = 256;

  /** Shorter words come in messages by chance. */
  private static final int SHORTEST_SECRET = 8;

  private static final Pattern SECRETS =
      Pattern.compile(
          "(?im)^[^:\\s]*(?:auth|key|token|secret|cookie|password|credential)[^:\\s]*: (.*)$");

  private final Dialect dialect;
  private final boolean keepsText;
  private final String requestId;
  private final String promptId;
  private final int asked;
  private final int prompts;
  private final Mode mode;
  private final Integer maxTokens;
  private final ByteBuffer body;
  private final ByteBuffer whole;

  /**
   * @param dialect in which it is encoded, and answered
   * @param keepsText whether the answer's text is wanted
   * @param asked a hash of the question, the same for every endpoint
   * @param prompts how many are asked
   * @param maxTokens longest answer, of several all together
   * @param bytes holds head and body next to each other
   * @param start where the head begins
   * @param bodyStart where it ends
   * @param end where the body ends
   */
  Outgoing(
      Dialect dialect,
      boolean keepsText,
      String requestId,
      String promptId,
      int asked,
      int prompts,
      Mode mode,
      Integer maxTokens,
      byte[] bytes,
      int start,
      int bodyStart,
      int end) {
    this.dialect = dialect;
    this.keepsText = keepsText;
    this.requestId = requestId;
    this.promptId = promptId;
    this.asked = asked;
    this.prompts = prompts;
    this.mode = mode;
    this.maxTokens = maxTokens;
    this.whole = ByteBuffer.wrap(bytes, start, end - start).slice();
    this.body = ByteBuffer.wrap(bytes, bodyStart, end - bodyStart).slice();
  }

  /** The {@code X-Request-Id} it carries. */
  public String requestId() {
    return requestId;
  }

  /** Bytes on the wire, head and body. */
  public int size() {
    return whole.limit();
  }

  Dialect dialect() {
    return dialect;
  }

  boolean keepsText() {
    return keepsText;
  }

  String promptId() {
    return promptId;
  }

  int asked() {
    return asked;
  }

  int prompts() {
    return prompts;
  }

  Mode mode() {
    return mode;
  }

  Integer maxTokens() {
    return maxTokens;
  }

  /** Content events of the answer, as far as the request tells. */
  int expectedEvents() {
    return mode == Mode.SYNC ? 1 : maxTokens == null ? EVENTS_UNLESS_LIMITED : maxTokens;
  }

  /** Head and body, as they go over the wire. */
  ByteBuffer whole() {
    return whole.duplicate();
  }

  ByteBuffer body() {
    return body.duplicate();
  }

  /** {@code text}, in which a server may repeat what it got, without its secret headers' values. */
  String conceal(String text) {
    ByteBuffer head = whole.slice(0, size() - bodyLength());
    Matcher secrets = SECRETS.matcher(StandardCharsets.ISO_8859_1.decode(head));
    String concealed = text;
    while (secrets.find()) {
      for (String word : secrets.group(1).split(" ")) {
        concealed = word.length() < SHORTEST_SECRET ? concealed : concealed.replace(word, "...");
      }
    }
    return concealed;
  }

  int bodyLength() {
    return body.limit();
  }
}
