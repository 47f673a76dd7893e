package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.inferometer.record.Printable;

/** The sentence in a server's error message, whichever of the usual shapes it has. */
final class ErrorText {
  private static final int LONGEST = 200;
  private static final int LONGEST_DOCUMENT = 1 << 20;
  private static final int LONGEST_TEXT = 16 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final byte[] EVENT = "data:".getBytes(StandardCharsets.US_ASCII);

  private ErrorText() {}

  /**
   * OpenAI's {@code error.message}, also in a choice or a response, FastAPI's {@code detail},
   * {@code message}, or the text itself; at most 200 characters on one line, null where there is
   * nothing.
   */
  static String of(byte[] body, int length) {
    try {
      int from = afterEventField(body, length);
      JsonNode root = length > LONGEST_DOCUMENT ? null : JSON.readTree(body, from, length - from);
      JsonNode error = root == null ? null : root.get("error");
      if (error == null && root != null) {
        error = root.path("choices").path(0).get("error");
      }
      if (error == null && root != null) {
        error = root.path("response").get("error");
      }
      for (JsonNode each :
          new JsonNode[] {
            error == null ? null : error.get("message"),
            error,
            root == null ? null : root.get("detail"),
            root == null ? null : root.get("message")
          }) {
        if (each != null && !each.isNull()) {
          return brief(each.isTextual() ? each.textValue() : each.toString());
        }
      }
    } catch (IOException e) {
      // Not JSON: shown as it is.
    }
    return brief(new String(body, 0, Math.min(length, LONGEST_TEXT), StandardCharsets.UTF_8));
  }

  /** Triton answers a status with an event; white space after the object is none of it. */
  private static int afterEventField(byte[] body, int length) {
    boolean event =
        length > EVENT.length && Arrays.equals(body, 0, EVENT.length, EVENT, 0, EVENT.length);
    return event ? EVENT.length : 0;
  }

  private static String brief(String text) {
    String line = Printable.line(text);
    return line.isEmpty() ? null : line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}
