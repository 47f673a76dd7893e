package org.inferometer.wire;

import org.inferometer.record.Outcome;

/**
 * Where an HTTP/1.1 message's head and body begin and end (RFC 9112): content-length, chunked and
 * close-delimited bodies. Looks at each byte outside the body once and at no byte inside it, so
 * that it can run between two reads.
 */
final class Framing {
  /** Takes the body, without its framing, piece by piece. */
  interface Body {
    void bytes(byte[] source, int from, int to);
  }

  private static final int LONGEST_HEAD = 64 << 10;

  private enum State {
    HEAD,
    LENGTH,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE,
    DONE,
    BROKEN
  }

  private State state = State.HEAD;
  private int headStart;
  private int headEnd = -1;
  private int lineLength;
  private int status;
  private boolean keepAlive;
  private boolean closes;
  private boolean chunked;
  private long contentLength = -1;
  private long remaining;
  private int digits;
  private long bodyBytes;
  private boolean surplus;
  private String problem;

  /**
   * Takes {@code source[from, to)}, the continuation of what it was given before; the head is
   * expected in the same array, at the places it was given at.
   *
   * @param body takes the body's bytes, or null
   */
  void feed(byte[] source, int from, int to, Body body) {
    int at = from;
    while (at < to) {
      switch (state) {
        case HEAD -> at = head(source, at, to);
        case LENGTH, CHUNK, UNTIL_CLOSE -> at = body(source, at, to, body);
        case CHUNK_SIZE -> at = chunkSize(source[at], at);
        case CHUNK_EXTENSION -> {
          if (source[at++] == '\n') {
            chunkBegins();
          }
        }
        case CHUNK_END -> at = chunkEnd(source[at], at);
        case TRAILER -> at = trailer(source[at], at);
        case DONE -> {
          surplus = true;
          return;
        }
        case BROKEN -> {
          return;
        }
      }
    }
  }

  private int head(byte[] source, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = source[at];
      if (b == '\n') {
        if (lineLength == 0) {
          headEnd = at + 1;
          headDone(source);
          return at + 1;
        }
        lineLength = 0;
      } else if (b != '\r') {
        lineLength++;
      }
    }
    requireShort(to);
    return to;
  }

  private void requireShort(int to) {
    if (to - headStart > LONGEST_HEAD) {
      broken("a response head of more than " + LONGEST_HEAD + " bytes");
    }
  }

  private void headDone(byte[] source) {
    status = HeadBytes.status(source, headStart, headEnd);
    if (status < 0) {
      headEnd = -1;
      broken("the answer does not begin like HTTP/1.x");
      return;
    }
    if (status < 200 && status != 101) {
      headStart = headEnd;
      headEnd = -1;
      return;
    }
    keepAlive = source[headStart + 7] != '0';
    int line = headStart;
    while (line < headEnd) {
      int end = lineEnd(source, line);
      while (end + 1 < headEnd && (source[end + 1] == ' ' || source[end + 1] == '\t')) {
        end = lineEnd(source, end + 1);
      }
      header(source, line, end);
      line = end + 1;
    }
    requireShort(headEnd);
    bodyBegins();
  }

  private static int lineEnd(byte[] source, int from) {
    int end = from;
    while (source[end] != '\n') {
      end++;
    }
    return end;
  }

  private void header(byte[] source, int from, int to) {
    if (HeadBytes.named(source, from, to, "content-length:")) {
      long length = HeadBytes.decimal(source, from + 15, to);
      if (length < 0) {
        broken("a content-length that is not a number");
      } else if (contentLength >= 0 && contentLength != length) {
        broken("two content-lengths, " + contentLength + " and " + length);
      }
      contentLength = length;
    } else if (HeadBytes.named(source, from, to, "transfer-encoding:")) {
      chunked |= HeadBytes.contains(source, from + 18, to, "chunked");
    } else if (HeadBytes.named(source, from, to, "connection:")) {
      if (HeadBytes.contains(source, from + 11, to, "close")) {
        closes = true;
      } else if (HeadBytes.contains(source, from + 11, to, "keep-alive")) {
        keepAlive = true;
      }
    }
  }

  private void bodyBegins() {
    if (state == State.BROKEN) {
      return;
    }
    if (status == 204 || status == 304) {
      state = State.DONE;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (contentLength >= 0) {
      remaining = contentLength;
      state = remaining == 0 ? State.DONE : State.LENGTH;
    } else {
      keepAlive = false;
      remaining = Long.MAX_VALUE;
      state = State.UNTIL_CLOSE;
    }
  }

  private int body(byte[] source, int from, int to, Body body) {
    int size = (int) Math.min(remaining, to - from);
    bodyBytes += size;
    remaining -= size;
    if (body != null) {
      body.bytes(source, from, from + size);
    }
    if (remaining == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
    }
    return from + size;
  }

  private int chunkSize(byte b, int at) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      remaining = remaining * 16 + digit;
      digits++;
      if (remaining > HeadBytes.LARGEST) {
        broken("a chunk of more than " + HeadBytes.LARGEST + " bytes");
      }
    } else if (digits == 0) {
      broken("a chunk without a size");
    } else if (b == '\n') {
      chunkBegins();
    } else if (b == ';' || b == ' ' || b == '\t' || b == '\r') {
      state = State.CHUNK_EXTENSION;
    } else {
      broken("a chunk size that is not a hexadecimal number");
    }
    return at + 1;
  }

  private void chunkBegins() {
    state = remaining == 0 ? State.TRAILER : State.CHUNK;
    lineLength = 0;
    digits = 0;
  }

  private int chunkEnd(byte b, int at) {
    if (b == '\n') {
      state = State.CHUNK_SIZE;
    } else if (b != '\r') {
      broken("a chunk longer than its size");
    }
    return at + 1;
  }

  private int trailer(byte b, int at) {
    if (b != '\n') {
      lineLength += b == '\r' ? 0 : 1;
    } else if (lineLength == 0) {
      state = State.DONE;
    } else {
      lineLength = 0;
    }
    return at + 1;
  }

  private void broken(String what) {
    state = State.BROKEN;
    problem = what;
  }

  /** Whether the head has come. */
  boolean headComplete() {
    return headEnd >= 0;
  }

  int headStart() {
    return headStart;
  }

  int headEnd() {
    return headEnd;
  }

  /** Whether the message is complete, so that the connection has nothing more to say about it. */
  boolean complete() {
    return state == State.DONE;
  }

  /** What the server's closing the connection now makes of the exchange; null where it may. */
  Outcome failureAtClose() {
    return switch (state) {
      case DONE, UNTIL_CLOSE -> null;
      case BROKEN -> Outcome.MALFORMED;
      case HEAD -> Outcome.RESET;
      default -> Outcome.TRUNCATED;
    };
  }

  /** {@link #failureAtClose} in words. */
  String reasonAtClose() {
    return switch (state) {
      case DONE, UNTIL_CLOSE -> null;
      case BROKEN -> problem;
      case HEAD -> "the server closed the connection before it answered";
      default -> "the server closed the connection in the middle of its answer";
    };
  }

  /** Whether another request may follow on the same connection. */
  boolean reusable() {
    return state == State.DONE && keepAlive && !closes && !surplus;
  }

  /** What is wrong, or null. */
  String problem() {
    return problem;
  }

  long bodyBytes() {
    return bodyBytes;
  }
}
