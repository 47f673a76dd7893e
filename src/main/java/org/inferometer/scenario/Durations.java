package org.inferometer.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as scenarios write them: a whole number and {@code ms}, {@code s}, {@code m}, {@code
 * h}.
 */
public final class Durations {
  /** What nobody waits for: none that is asked for is longer. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final Pattern FORM = Pattern.compile("0*([0-9]{1,9})(ms|s|m|h)");

  private Durations() {}

  /** Parses {@code 500ms}, {@code 2s}, {@code 1m} or {@code 1h}. */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration; allowed: a whole number and ms, s, m or h, like 500ms");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** The shortest text that {@link #parse} turns back into {@code duration}. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds == 0 || seconds % 60 != 0 ? seconds + "s" : seconds / 60 + "m";
  }
}
