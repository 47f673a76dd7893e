package org.inferometer.standard;

import java.util.List;
import org.inferometer.standard.Question.Api;

/**
 * Finds the few fields of a request body that the answer depends on. A search of the text does,
 * since inside a JSON string the quotes of a field's name would be escaped.
 */
final class Questions {
  private static final List<String> MAX_TOKENS =
      List.of(
          "\"max_tokens\"",
          "\"max_completion_tokens\"",
          "\"max_output_tokens\"",
          "\"maxOutputTokens\"",
          "\"max_new_tokens\"",
          "\"num_predict\"",
          "\"n_predict\"");

  private Questions() {}

  static Question parse(Api api, String path, String body, String knobs) {
    String model = text(body, "\"model\"");
    int tokens =
        MAX_TOKENS.stream()
            .mapToInt(name -> number(body, name))
            .filter(n -> n != 0)
            .findFirst()
            .orElse(0);
    return new Question(
        api,
        model == null ? "exact" : model,
        api.streams(path, body),
        tokens,
        says(body, "\"include_usage\"", "true"),
        says(body, "\"continuous_usage_stats\"", "true"),
        says(body, "\"return_token_ids\"", "true"),
        knobs);
  }

  /** Whether a field has a value that needs no quotes. */
  static boolean says(String body, String field, String value) {
    return body.startsWith(value, value(body, field));
  }

  private static String text(String body, String field) {
    int begin = value(body, field) + 1;
    int end = body.indexOf('"', begin);
    return body.startsWith("\"", begin - 1) && end >= 0 ? body.substring(begin, end) : null;
  }

  private static int number(String body, String field) {
    int begin = value(body, field);
    int end = begin;
    while (end < body.length() && body.charAt(end) >= '0' && body.charAt(end) <= '9') {
      end++;
    }
    return end == begin ? 0 : Integer.parseInt(body, begin, end, 10);
  }

  /** Where the field's value begins; the body's end if there is none. */
  private static int value(String body, String field) {
    for (int at = body.indexOf(field); at >= 0; at = body.indexOf(field, at + 1)) {
      int colon = afterSpace(body, at + field.length());
      if (body.startsWith(":", colon)) {
        return afterSpace(body, colon + 1);
      }
    }
    return body.length();
  }

  private static int afterSpace(String body, int from) {
    int at = from;
    while (at < body.length() && Character.isWhitespace(body.charAt(at))) {
      at++;
    }
    return at;
  }
}
