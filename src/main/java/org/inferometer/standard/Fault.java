package org.inferometer.standard;

/**
 * What goes wrong with an answer.
 *
 * @param kind what happens
 * @param after where it happens: after so many tokens, {@link #BEFORE_HEAD} or {@link #AT_END}
 * @param status the status of {@link Kind#STATUS}
 * @param header a header line that goes with it, such as {@code Retry-After: 2}
 */
record Fault(Kind kind, int after, int status, String header) {
  static final int BEFORE_HEAD = -1;
  static final int AT_END = Integer.MAX_VALUE;

  /** Kinds of faults. */
  enum Kind {
    NONE,
    /** The connection is reset. */
    RESET,
    /** The connection is closed. */
    CLOSE,
    /** The server's half is closed. */
    HALF_CLOSE,
    /** Nothing more comes. */
    STALL,
    /** An error event, and the stream ends. */
    ERROR,
    /** A line that is no JSON, and the stream goes on. */
    GARBAGE,
    /** The events start over without end. */
    ENDLESS_STREAM,
    /** A line that never ends. */
    ENDLESS_LINE,
    /** A plain JSON error with status 200. */
    JSON_ERROR,
    /** An error status with a body. */
    STATUS
  }

  static Fault of(Knobs knobs) {
    String after = knobs.text("after", "end");
    return new Fault(
        knobs.choice("fault", Kind.NONE),
        switch (after) {
          case "end" -> AT_END;
          case "nothing" -> BEFORE_HEAD;
          case "head" -> 0;
          default -> knobs.integer("after", 0);
        },
        knobs.integer("status", 500),
        knobs.text("header", null));
  }
}
