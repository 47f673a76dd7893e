package org.inferometer.standard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads HTTP/1.1 requests with a known length from the bytes of one connection. Of a long body only
 * the first and the last bytes are kept, where everything but the prompt stands.
 */
final class RequestReader {
  private static final int HEAD_LIMIT = 64 * 1024;
  private static final int KEPT = 8 * 1024;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private byte[] head = new byte[1024];
  private int headLength;
  private byte[] body = new byte[0];
  private int bodyKept;
  private long bodyLength = -1;
  private long bodyRead;
  private String method;
  private String path;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Takes the bytes of one read.
   *
   * @return whether a request is complete
   * @throws IllegalArgumentException when it is none that this server can read
   */
  boolean accept(ByteBuffer bytes) {
    if (bodyLength < 0 && !readHead(bytes)) {
      return false;
    }
    keep(bytes);
    return bodyRead == bodyLength;
  }

  /** Whether the head is there, and the body is still coming. */
  boolean inBody() {
    return bodyLength >= 0;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** A header's value, or null. */
  String header(String name) {
    return headers.get(name);
  }

  long bodyLength() {
    return bodyLength;
  }

  /** The body, or its first and last bytes. */
  String body() {
    return new String(body, 0, bodyKept, StandardCharsets.UTF_8);
  }

  /** Forgets the request that was read. */
  void reset() {
    headLength = 0;
    bodyKept = 0;
    bodyLength = -1;
    bodyRead = 0;
    headers.clear();
  }

  private boolean readHead(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (headLength == head.length) {
        if (headLength == HEAD_LIMIT) {
          throw new IllegalArgumentException("a request head longer than " + HEAD_LIMIT);
        }
        head = Arrays.copyOf(head, 2 * headLength);
      }
      head[headLength++] = bytes.get();
      if (headLength >= 4
          && head[headLength - 1] == '\n'
          && Arrays.equals(head, headLength - 4, headLength, END_OF_HEAD, 0, 4)) {
        parseHead(new String(head, 0, headLength - 4, StandardCharsets.ISO_8859_1));
        return true;
      }
    }
    return false;
  }

  private void parseHead(String text) {
    int end = endOfLine(text, 0);
    requestLine(text.substring(0, end));
    while (end < text.length()) {
      int begin = end + 2;
      end = endOfLine(text, begin);
      int colon = text.indexOf(':', begin);
      if (colon > begin && colon < end) {
        headers.put(text.substring(begin, colon), text.substring(colon + 1, end).trim());
      }
    }
    String coding = headers.getOrDefault("transfer-encoding", "identity");
    if (!coding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw new IllegalArgumentException("a body of unknown length; send content-length");
    }
    bodyLength = Long.parseLong(headers.getOrDefault("content-length", "0"));
    int wanted = (int) Math.min(bodyLength, 2 * KEPT);
    body = body.length >= wanted ? body : new byte[wanted];
  }

  private static int endOfLine(String text, int begin) {
    int end = text.indexOf("\r\n", begin);
    return end < 0 ? text.length() : end;
  }

  private void requestLine(String line) {
    int target = line.indexOf(' ') + 1;
    int version = line.indexOf(' ', target) + 1;
    if (target == 0 || version == 0 || line.indexOf(' ', version) >= 0) {
      throw new IllegalArgumentException("no request line: " + line);
    }
    int query = line.indexOf('?', target);
    method = line.substring(0, target - 1);
    path = line.substring(target, query > 0 && query < version ? query : version - 1);
  }

  private void keep(ByteBuffer bytes) {
    int count = (int) Math.min(bytes.remaining(), bodyLength - bodyRead);
    int from = bytes.position();
    long tail = Math.max(bodyLength - KEPT, KEPT);
    long firstEnd = Math.min(bodyRead + count, KEPT);
    if (bodyRead < firstEnd) {
      copy(bytes, from, (int) (firstEnd - bodyRead));
    }
    long lastFrom = Math.max(bodyRead, tail);
    if (bodyRead + count > lastFrom) {
      copy(bytes, from + (int) (lastFrom - bodyRead), (int) (bodyRead + count - lastFrom));
    }
    bodyRead += count;
    bytes.position(from + count);
  }

  private void copy(ByteBuffer bytes, int from, int length) {
    bytes.get(from, body, bodyKept, length);
    bodyKept += length;
  }
}
