package org.inferometer.standard;

import java.util.regex.Pattern;

/**
 * An answer as it is asked for: when its tokens are due, what they look like, what goes wrong.
 *
 * @param like name of a {@link Likeness} that says when tokens are due, or null
 */
public record Answer(Schedule schedule, Shape shape, Fault fault, String like) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** Time between two reads of a request's body. */
  static final String READ_EVERY = "readEvery";

  /**
   * Reads {@code name=value,...}; a later text overrides an earlier one, and {@code null} says
   * nothing.
   *
   * @throws IllegalArgumentException says which setting is wrong and what is allowed
   */
  public static Answer parse(String... texts) {
    return of(Knobs.parse(texts));
  }

  private static String like(Knobs knobs) {
    String name = knobs.text("like", null);
    if (name != null && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "like=" + name + " is no name: letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  /** The same of settings of which others may have been read before. */
  static Answer of(Knobs knobs) {
    Answer answer = new Answer(Schedule.of(knobs), Shape.of(knobs), Fault.of(knobs), like(knobs));
    knobs.nanos(READ_EVERY, 0);
    knobs.rejectUnknown();
    return answer;
  }
}
