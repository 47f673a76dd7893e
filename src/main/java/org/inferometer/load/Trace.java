package org.inferometer.load;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.inferometer.load.trace.TraceException;
import org.inferometer.load.trace.TraceFormat;
import org.inferometer.load.trace.TraceReader;
import org.inferometer.load.trace.TraceRow;
import org.inferometer.load.trace.TraceRows;

/**
 * Requests when those of a trace came, and as long. The file is read when something of it is wanted
 * first, so that a run can be told of where it no longer is.
 */
public final class Trace implements Schedule {
  private static final double FASTEST = 1_000_000;

  /** The longest time that a batch is spread over. */
  public static final Duration WIDEST = Duration.ofDays(1);

  private static final long SECOND = 1_000_000_000;

  /**
   * A trace of whose requests fewer share their time with others had a clock that was fine enough.
   */
  private static final double COARSE = 0.5;

  private final Path file;
  private final TraceFormat format;
  private final double speedUp;
  private final Integer first;
  private final Duration spread;
  private final Supplier<TraceRows> rows;

  /**
   * @param format null to recognize it by the file's first line
   * @param speedUp how many times faster it is replayed than it was recorded, above 0
   * @param first how many of its requests are replayed; null for all
   * @param spread of a clock that knew only its multiples: each batch is spread from one to the
   *     next; null to replay the times as they are
   * @throws IllegalArgumentException saying what cannot be
   */
  public Trace(Path file, TraceFormat format, double speedUp, Integer first, Duration spread) {
    this(file, format, speedUp, first, spread, new Read(file, format, first));
  }

  private Trace(
      Path file,
      TraceFormat format,
      double speedUp,
      Integer first,
      Duration spread,
      Supplier<TraceRows> rows) {
    if (!(speedUp > 0 && speedUp <= FASTEST)) {
      throw new IllegalArgumentException(
          "found a speed-up of %s; allowed: a number above 0, up to 1000000".formatted(speedUp));
    }
    if (spread != null && spread.compareTo(WIDEST) > 0) {
      throw new IllegalArgumentException(
          "spreads batches over more than a day; allowed: at most 24h");
    }
    this.file = file;
    this.format = format;
    this.speedUp = speedUp;
    this.first = first;
    this.spread = spread;
    this.rows = rows;
  }

  /** What is read once. */
  private static final class Read implements Supplier<TraceRows> {
    private final Path file;
    private final TraceFormat format;
    private final Integer first;
    private TraceRows rows;

    Read(Path file, TraceFormat format, Integer first) {
      this.file = file;
      this.format = format;
      this.first = first;
    }

    @Override
    public synchronized TraceRows get() {
      if (rows == null) {
        rows = TraceReader.read(file, format, first);
      }
      return rows;
    }
  }

  /** The same, replayed as fast as said; the file is read once for both. */
  public Trace spedUp(double by) {
    return new Trace(file, format, by, first, spread, rows);
  }

  public Path file() {
    return file;
  }

  /** What it was said to be; null where it is recognized. */
  public TraceFormat format() {
    return format;
  }

  public double speedUp() {
    return speedUp;
  }

  /** How many of its requests are replayed; null for all. */
  public Integer first() {
    return first;
  }

  /** Over what each batch is spread; null for as it is. */
  public Duration spread() {
    return spread;
  }

  /**
   * The requests that are replayed: how long, and in what order.
   *
   * @throws TraceException if they cannot be read
   */
  public List<TraceRow> requests() {
    return rows.get().rows();
  }

  @Override
  public Arrivals arrivals(long seed) {
    long[] times = times(seed);
    int[] next = {0};
    return () -> next[0] < times.length ? times[next[0]++] : Arrivals.END;
  }

  private long[] times(long seed) {
    long[] times = spread == null ? rows.get().times() : rows.get().times(spread, seed);
    return Arrays.stream(times).map(time -> Math.round(time / speedUp)).toArray();
  }

  @Override
  public Duration duration() {
    long[] times = rows.get().times();
    long last = times[times.length - 1] + (spread == null ? 1 : spread.toNanos());
    return Duration.ofNanos(Math.max(1, Math.round(last / speedUp)));
  }

  @Override
  public double expected() {
    return requests().size();
  }

  @Override
  public LoadAxis axis() {
    return LoadAxis.SPEED_UP;
  }

  /** How fast it is replayed. */
  @Override
  public double level() {
    return speedUp;
  }

  /** The same requests at all speeds. */
  @Override
  public Optional<String> kind(String course) {
    return Optional.of(key() + "=" + course + selection());
  }

  /** Of the fullest second. */
  @Override
  public double highestRate() {
    long[] times = times(0);
    int most = 0;
    for (int from = 0, to = 0; to < times.length; to++) {
      while (times[to] - times[from] >= SECOND) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  @Override
  public String key() {
    return "trace";
  }

  /** Its file's name. */
  @Override
  public String course() {
    return file.getFileName()
        .toString()
        .replaceFirst("[.][^.]*$", "")
        .replaceAll("[^a-zA-Z0-9.-]", "-");
  }

  @Override
  public String manner() {
    return (speedUp == 1 ? "" : " x" + Schedule.plain(speedUp)) + selection();
  }

  /** What is replayed, whatever the speed. */
  private String selection() {
    return (first == null ? "" : " first " + first)
        + (spread == null ? "" : " spread " + Schedule.plain(spread.toMillis() / 1000.0) + "s");
  }

  /** SHA-256 of the requests that are replayed, in hexadecimal digits. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TraceRow one : requests()) {
        digest.update(
            "%d %d %d %s\n"
                .formatted(
                    one.at(), one.inputTokens(), one.outputTokens(), Arrays.toString(one.blocks()))
                .getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What whoever replays it has to know, a sentence each. */
  public List<String> facts() {
    TraceRows read = rows.get();
    List<String> facts = new ArrayList<>();
    facts.add(
        String.format(
            Locale.ROOT,
            "%s: %d requests of a trace (%s) in %.1f s%s%s",
            course(),
            read.rows().size(),
            read.format().label(),
            duration().toNanos() * 1e-9,
            speedUp == 1 ? "" : ", sped up by " + Schedule.plain(speedUp),
            read.leftOut() == 0
                ? ""
                : "; left out: " + read.leftOut() + " that had no prompt or no answer"));
    double share = (double) read.simultaneous() / read.rows().size();
    if (spread == null && share > COARSE) {
      facts.add(
          String.format(
              Locale.ROOT,
              "%s: %.0f %% of its requests have the same time as another: its clock was coarse, and"
                  + " they are replayed as batches, which nobody sent; spread: 3s (or what the clock"
                  + " knew) draws their times from between its steps",
              course(),
              100 * share));
    }
    return facts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace that
        && file.equals(that.file)
        && format == that.format
        && speedUp == that.speedUp
        && Objects.equals(first, that.first)
        && Objects.equals(spread, that.spread);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, format, speedUp, first, spread);
  }

  @Override
  public String toString() {
    return course() + manner();
  }
}
