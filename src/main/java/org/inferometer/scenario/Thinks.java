package org.inferometer.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.load.Think;

/** Think times as scenarios write them. */
final class Thinks {
  private static final String TIME = "\\s*([0-9]+[a-z]+)\\s*";
  private static final Pattern FORM =
      Pattern.compile("(?:(uniform)\\(%1$s,%1$s\\)|(exponential)\\(%1$s\\)|%1$s)".formatted(TIME));

  private Thinks() {}

  /**
   * Parses {@code 2s}, {@code uniform(1s, 3s)} or {@code exponential(2s)}.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static Think parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      try {
        return think(form);
      } catch (IllegalArgumentException e) {
        // Told below, with all that is allowed.
      }
    }
    throw new IllegalArgumentException(
        "found \"%s\"; allowed: a time like 2s, uniform(1s, 3s) with the shorter time first, or"
                .formatted(text)
            + " exponential(2s) with a mean above 0; times are whole numbers and ms, s, m or h, up to 720h");
  }

  private static Think think(Matcher form) {
    if (form.group(1) != null) {
      return new Think.Uniform(time(form.group(2)), time(form.group(3)));
    }
    if (form.group(4) != null) {
      return new Think.Exponential(time(form.group(5)));
    }
    return new Think.Constant(time(form.group(6)));
  }

  private static Duration time(String text) {
    Duration time = Durations.parse(text);
    if (time.compareTo(Durations.LONGEST) > 0) {
      throw new IllegalArgumentException(text + " is too long");
    }
    return time;
  }
}
