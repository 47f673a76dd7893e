package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.inferometer.record.Printable;

/** The sentence in a server's error message, whichever of the usual shapes it has. */
final class ErrorText {
  private static final int LONGEST = 200;
  private static final int LONGEST_DOCUMENT = 1 << 20;
  private static final int LONGEST_TEXT = 16 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Members by which servers tell of errors without a member of that name. */
  private static final List<String> TELLING =
      List.of("message\"", "msg\"", "detail\"", "errors\"", "success\"", "code\"", "status\"");

  private static final int FIRST_ERROR = 400;

  private static final byte[] EVENT = "data:".getBytes(StandardCharsets.US_ASCII);

  private ErrorText() {}

  /**
   * OpenAI's {@code error.message}, also in a choice or a response, FastAPI's {@code detail},
   * {@code message}, the first of {@code errors}, or the text itself; at most 200 characters on one
   * line, null where there is nothing.
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
      JsonNode bare = error != null && error.isValueNode() && !error.isTextual() ? error : null;
      for (JsonNode each :
          new JsonNode[] {
            error == null ? null : error.get("message"),
            bare == null ? error : null,
            root == null ? null : words(root),
            bare
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

  /** What a document says beside an error of which it has no more than the fact. */
  private static JsonNode words(JsonNode root) {
    for (String name : new String[] {"detail", "message", "msg"}) {
      JsonNode each = root.get(name);
      if (each != null && (each.isTextual() || name.equals("detail"))) {
        return each;
      }
    }
    JsonNode first = root.path("errors").get(0);
    return first == null ? null : first.path("message").isTextual() ? first.get("message") : first;
  }

  /**
   * What a document that says nothing of an answer tells of an error, though none of its members is
   * called so; null where nothing.
   *
   * @param whole whether it stands in the place of the answer, where a message alone is an error
   */
  static String instead(byte[] data, int length, boolean whole) {
    if (length > LONGEST_TEXT || !mayTell(data, length)) {
      return null;
    }
    try {
      JsonNode root = JSON.readTree(data, 0, length);
      boolean failed =
          root.path("success").isBoolean() && !root.path("success").booleanValue()
              || root.path("detail").isTextual()
              || !root.path("detail").isEmpty()
              || !root.path("errors").isEmpty()
              || whole && words(root) != null;
      for (String name : new String[] {"type", "object", "status"}) {
        failed |= root.path(name).asText().equalsIgnoreCase("error");
      }
      for (String name : new String[] {"code", "status", "status_code"}) {
        failed |= root.path(name).isInt() && root.path(name).intValue() >= FIRST_ERROR;
      }
      return failed ? of(data, length) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Leaves no garbage, since every event without a token is looked at. */
  private static boolean mayTell(byte[] data, int length) {
    for (int at = 1; at < length; at++) {
      if (data[at - 1] == '"') {
        for (int i = 0; i < TELLING.size(); i++) {
          if (stands(TELLING.get(i), data, at, length)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean stands(String word, byte[] data, int at, int length) {
    int same = 0;
    while (same < word.length() && at + same < length && data[at + same] == word.charAt(same)) {
      same++;
    }
    return same == word.length();
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
