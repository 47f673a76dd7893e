package org.inferometer.wire;

import org.inferometer.record.Mode;

/** A request, encoded and ready to be written. It can be started more than once. */
public final class Outgoing {
  private final String requestId;
  private final String promptId;
  private final Mode mode;
  private final Integer maxTokens;
  private final byte[] bytes;
  private final int headLength;

  Outgoing(
      String requestId, String promptId, Mode mode, Integer maxTokens, byte[] bytes, int head) {
    this.requestId = requestId;
    this.promptId = promptId;
    this.mode = mode;
    this.maxTokens = maxTokens;
    this.bytes = bytes;
    this.headLength = head;
  }

  /** The {@code X-Request-Id} it carries. */
  public String requestId() {
    return requestId;
  }

  /** Bytes on the wire, head and body. */
  public int size() {
    return bytes.length;
  }

  String promptId() {
    return promptId;
  }

  Mode mode() {
    return mode;
  }

  Integer maxTokens() {
    return maxTokens;
  }

  /** Head and body, as they go over the wire. */
  byte[] bytes() {
    return bytes;
  }

  int headLength() {
    return headLength;
  }

  int bodyLength() {
    return bytes.length - headLength;
  }
}
