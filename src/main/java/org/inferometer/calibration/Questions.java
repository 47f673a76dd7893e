package org.inferometer.calibration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.calibration.Question.Api;

/**
 * Finds the few fields of a request body that the answer depends on. A search of the text does,
 * since inside a JSON string the quotes of a field's name would be escaped.
 */
final class Questions {
  private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern TOKENS =
      Pattern.compile("\"max_(?:completion_)?tokens\"\\s*:\\s*(\\d+)");
  private static final Pattern STREAM = yes("stream");
  private static final Pattern USAGE = yes("include_usage");
  private static final Pattern EVERY_USAGE = yes("continuous_usage_stats");
  private static final Pattern TOKEN_IDS = yes("return_token_ids");

  private Questions() {}

  static Question parse(Api api, String body, String knobs) {
    Matcher model = MODEL.matcher(body);
    Matcher tokens = TOKENS.matcher(body);
    return new Question(
        api,
        model.find() ? model.group(1) : "exact",
        STREAM.matcher(body).find(),
        tokens.find() ? Integer.parseInt(tokens.group(1)) : 0,
        USAGE.matcher(body).find(),
        EVERY_USAGE.matcher(body).find(),
        TOKEN_IDS.matcher(body).find(),
        knobs);
  }

  private static Pattern yes(String field) {
    return Pattern.compile("\"" + field + "\"\\s*:\\s*true");
  }
}
