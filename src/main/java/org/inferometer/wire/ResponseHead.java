package org.inferometer.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The response head's parts that a record needs; a header that did not come is null.
 *
 * @param contentEncoding what the body is packed in, whether for the content or for the transfer
 * @param promptTokens tokens of the prompt, where the head tells
 */
record ResponseHead(
    int status, String contentType, String contentEncoding, String location, Integer promptTokens) {

  /** By which TGI tells how many tokens a prompt has. */
  static final String PROMPT_TOKENS = "x-prompt-tokens";

  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  static ResponseHead parse(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
    String[] values = new String[5];
    int end = endOfLine(text, 0);
    while (end < text.length()) {
      int begin = end + 1;
      end = endOfLine(text, begin);
      int colon = text.indexOf(':', begin);
      if (colon > begin && colon < end) {
        String value = unfolded(text.substring(colon + 1, end));
        switch (text.substring(begin, colon).toLowerCase(Locale.ROOT)) {
          case "content-type" -> values[0] = value;
          case "content-encoding" -> values[1] = value;
          case "location" -> values[2] = value;
          case PROMPT_TOKENS -> values[4] = value;
          case "transfer-encoding" ->
              values[3] = values[3] == null ? value : values[3] + "," + value;
          default -> {}
        }
      }
    }
    return new ResponseHead(
        HeadBytes.status(bytes, from, to),
        values[0],
        coding(values[1], values[3]),
        values[2],
        count(values[4]));
  }

  /** The number that {@code value} is; null where it is none, or 0, which tells nothing. */
  static Integer count(String value) {
    return value != null && COUNT.matcher(value).matches() ? Integer.valueOf(value) : null;
  }

  /** The end of the line that begins there, with the lines that continue it. */
  private static int endOfLine(String text, int begin) {
    int end = text.indexOf('\n', begin);
    while (end >= 0 && end + 1 < text.length() && " \t".indexOf(text.charAt(end + 1)) >= 0) {
      end = text.indexOf('\n', end + 1);
    }
    return end < 0 ? text.length() : end;
  }

  private static String unfolded(String value) {
    return (value.indexOf('\n') < 0 ? value : value.replaceAll("\r?\n[ \t]+", " ")).strip();
  }

  /** What the content is packed in; a transfer coding in front of the chunks does the same. */
  private static String coding(String content, String transfer) {
    if (content != null && !content.isEmpty()) {
      return content;
    }
    return transfer == null
        ? null
        : Stream.of(transfer.split(","))
            .map(String::strip)
            .filter(each -> !each.isEmpty() && !each.equalsIgnoreCase("chunked"))
            .findFirst()
            .orElse(null);
  }

  /** Whether the body is said to be server-sent events. */
  boolean eventStream() {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  /** Whether the body is said to be one JSON document. */
  boolean json() {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  /** Whether the body is compressed, so that its bytes say nothing before they are unpacked. */
  boolean compressed() {
    return contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity");
  }
}
