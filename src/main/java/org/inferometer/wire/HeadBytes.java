package org.inferometer.wire;

/** Reading a response head byte by byte, without making strings of it. */
final class HeadBytes {
  /** Larger numbers than this are none. */
  static final long LARGEST = 1L << 40;

  private HeadBytes() {}

  /** The status in {@code HTTP/1.1 200 OK}, or -1 where there is none from 100 on. */
  static int status(byte[] bytes, int from, int to) {
    if (to - from < 13 || !named(bytes, from, to, "http/1.") || bytes[from + 8] != ' ') {
      return -1;
    }
    int status = 0;
    for (int at = from + 9; at < from + 12; at++) {
      int digit = Character.digit(bytes[at], 10);
      if (digit < 0) {
        return -1;
      }
      status = status * 10 + digit;
    }
    return status < 100 ? -1 : status;
  }

  /** Whether the line begins with {@code lowerCase}, in any case. */
  static boolean named(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (lower(bytes[from + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean contains(byte[] bytes, int from, int to, String lowerCase) {
    for (int at = from; at + lowerCase.length() <= to; at++) {
      if (named(bytes, at, to, lowerCase)) {
        return true;
      }
    }
    return false;
  }

  static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  /** The one number between white space, or -1 where there is something else. */
  static long decimal(byte[] bytes, int from, int to) {
    int begin = from;
    int end = to;
    while (begin < end && space(bytes[begin])) {
      begin++;
    }
    while (begin < end && space(bytes[end - 1])) {
      end--;
    }
    long value = begin == end ? -1 : 0;
    for (int at = begin; at < end && value >= 0; at++) {
      int digit = Character.digit(bytes[at], 10);
      value = digit < 0 || value > LARGEST ? -1 : value * 10 + digit;
    }
    return value > LARGEST ? -1 : value;
  }

  private static boolean space(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
