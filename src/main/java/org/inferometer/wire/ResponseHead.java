package org.inferometer.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The response head's parts that a record needs; a header that did not come is null. */
record ResponseHead(int status, String contentType, String contentEncoding, String location) {

  static ResponseHead parse(byte[] bytes, int from, int to) {
    String[] lines =
        new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip().split("\r?\n");
    String[] values = new String[3];
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String value = lines[i].substring(colon + 1).strip();
        switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "content-type" -> values[0] = value;
          case "content-encoding" -> values[1] = value;
          case "location" -> values[2] = value;
          default -> {}
        }
      }
    }
    return new ResponseHead(HeadBytes.status(bytes, from, to), values[0], values[1], values[2]);
  }

  /** Whether the body is said to be server-sent events. */
  boolean eventStream() {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  /** Whether the body is compressed, so that its bytes say nothing before they are unpacked. */
  boolean compressed() {
    return contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity");
  }
}
