package org.inferometer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.calibration.Pattern;
import org.inferometer.calibration.Point;
import picocli.CommandLine.Option;

/** The options that say which points {@code inferometer calibrate} measures. */
final class PointOptions {
  /** An address has some 28,000 ports for connections to one server. */
  private static final int MOST_STREAMS = 20_000;

  /** Each is two threads or more in the process that has them. */
  private static final int MOST_THREADS = 4_000;

  @Option(
      names = "--pattern",
      split = ",",
      defaultValue = "lockstep,staggered",
      paramLabel = "NAME",
      description =
          "How the streams lie in time, see below: lockstep, staggered, poisson, flood, idle,"
              + " long-context, trial (default: ${DEFAULT-VALUE}).")
  private List<String> patterns;

  @Option(
      names = "--streams",
      split = ",",
      defaultValue = "1,16,64,256,1024",
      paramLabel = "N",
      description = "Streams at once (default: ${DEFAULT-VALUE}).")
  private List<Integer> streams;

  @Option(
      names = "--rate",
      split = ",",
      defaultValue = "100",
      paramLabel = "N",
      description = "Requests a second of the pattern poisson (default: ${DEFAULT-VALUE}).")
  private List<Double> rates;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      paramLabel = "N",
      description =
          "Requests per stream, or seconds of the pattern poisson (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--repeat",
      defaultValue = "1",
      paramLabel = "N",
      description = "How often each point is measured (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--driver",
      defaultValue = "callback",
      paramLabel = "NAME",
      description =
          "Who starts the next request of a stream: callback (the I/O thread), threads (one blocking"
              + " thread a stream) or jmh (a benchmark's threads in a process forked by JMH).")
  private String driver;

  Point.Driver driver() {
    return named(Point.Driver.class, driver);
  }

  /**
   * The points, in the order in which they are measured.
   *
   * @param search whether a search follows them
   * @throws IllegalArgumentException saying which option is wrong, and what is allowed
   */
  List<Point> points(boolean search) {
    Point.Driver who = driver();
    if (repeat < 1) {
      throw new IllegalArgumentException(
          "--repeat %d; allowed: a whole number from 1".formatted(repeat));
    }
    List<Point> points = new ArrayList<>();
    for (String name : patterns) {
      Pattern pattern = named(Pattern.class, name);
      if (who == Point.Driver.JMH) {
        requireForked(pattern, search);
      }
      for (int i = 0; i < repeat; i++) {
        if (pattern == Pattern.POISSON) {
          rates.forEach(rate -> points.add(Point.poisson(rate, rounds)));
        } else {
          streams.forEach(n -> points.add(Point.closed(pattern, n, rounds).with(who)));
        }
      }
    }
    points.forEach(PointOptions::requirePossible);
    return points;
  }

  private static void requirePossible(Point point) {
    int most = point.driver() == Point.Driver.CALLBACK ? MOST_STREAMS : MOST_THREADS;
    if (point.streams() > most) {
      throw new IllegalArgumentException(
          point.pattern() == Pattern.POISSON
              ? "--rate %.0f takes %d connections; allowed: a rate that takes no more than %d"
                  .formatted(point.ratePerSecond(), point.streams(), most)
              : "--streams %d; allowed: from 1 to %d with --driver %s"
                  .formatted(point.streams(), most, label(point.driver())));
    }
  }

  /** JMH starts all threads at once. */
  private static void requireForked(Pattern pattern, boolean search) {
    if (!pattern.together() || search) {
      throw new IllegalArgumentException(
          "--driver jmh takes patterns whose streams start together (lockstep, trial,"
              + " long-context), without --search; found "
              + pattern.label()
              + (search ? " with --search" : ""));
    }
  }

  private static String label(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that {@code name} spells in lower case, with hyphens. */
  static <E extends Enum<E>> E named(Class<E> type, String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(constant)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "unknown "
            + type.getSimpleName().toLowerCase(Locale.ROOT)
            + " \""
            + name
            + "\"; allowed: "
            + Stream.of(type.getEnumConstants())
                .filter(one -> one != Pattern.WARM_UP)
                .map(PointOptions::label)
                .collect(Collectors.joining(", ")));
  }
}
