package org.inferometer.wire;

import java.time.Duration;

/**
 * How long each phase of an exchange may take. They are watched coarsely (within 100 ms), so that
 * watching costs nothing; a deadline is there to end what hangs, not to measure.
 *
 * <p>An answer that is not streamed comes as one piece: only {@code connect} and {@code total}
 * apply to it.
 *
 * @param connect opening a connection
 * @param head from start to the response head
 * @param first from start to the first byte of the body, token or not: events are not decoded while
 *     they are waited for
 * @param token between two reads of the body
 * @param total from start to the end; while a connection is opened, from the beginning of that
 */
public record Deadlines(
    Duration connect, Duration head, Duration first, Duration token, Duration total) {

  public Deadlines {
    positive("connect", connect);
    positive("head", head);
    positive("first", first);
    positive("token", token);
    positive("total", total);
  }

  /** Where nothing else is said: 5 s, 60 s, 60 s, 30 s, 300 s. */
  public static Deadlines defaults() {
    return new Deadlines(
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(300));
  }

  /** For servers that are known to answer, however late: 10 s, 300 s, 300 s, 120 s, 900 s. */
  public static Deadlines patient() {
    return new Deadlines(
        Duration.ofSeconds(10),
        Duration.ofSeconds(300),
        Duration.ofSeconds(300),
        Duration.ofSeconds(120),
        Duration.ofSeconds(900));
  }

  /** How often to look: an eighth of the shortest deadline, between 10 and 100 ms. */
  Duration interval() {
    Duration shortest = connect;
    for (Duration each : new Duration[] {head, first, token, total}) {
      shortest = each.compareTo(shortest) < 0 ? each : shortest;
    }
    return Duration.ofMillis(Math.max(10, Math.min(100, shortest.toMillis() / 8)));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "deadline '" + name + "' must be longer than zero, found " + value);
    }
  }
}
