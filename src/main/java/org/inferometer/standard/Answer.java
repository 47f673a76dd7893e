package org.inferometer.standard;

/** An answer as it is asked for: when its tokens are due, what they look like, what goes wrong. */
public record Answer(Schedule schedule, Shape shape, Fault fault) {
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

  /** The same of settings of which others may have been read before. */
  static Answer of(Knobs knobs) {
    Answer answer = new Answer(Schedule.of(knobs), Shape.of(knobs), Fault.of(knobs));
    knobs.nanos(READ_EVERY, 0);
    knobs.rejectUnknown();
    return answer;
  }
}
