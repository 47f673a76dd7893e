package org.inferometer.load.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What was read of a trace.
 *
 * @param rows its requests, by time
 * @param leftOut requests before the last of these that had no prompt or no answer
 */
public record TraceRows(TraceFormat format, List<TraceRow> rows, long leftOut) {
  public TraceRows {
    rows = List.copyOf(rows);
  }

  /** When its requests came, in nanoseconds since the first. */
  public long[] times() {
    return rows.stream().mapToLong(TraceRow::at).toArray();
  }

  /**
   * The times of a trace whose clock knew only multiples of {@code cell}, such as Mooncake's 3 s:
   * each batch, what is nearest to one multiple, comes at times drawn uniformly between that and
   * the next, in its order. The same for the same seed.
   */
  public long[] times(Duration cell, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = times();
    for (int from = 0, to; from < times.length; from = to) {
      long multiple = multiple(times[from], cell);
      to = from + 1;
      while (to < times.length && multiple(times[to], cell) == multiple) {
        to++;
      }
      for (int i = from; i < to; i++) {
        times[i] = multiple * cell.toNanos() + random.nextLong(cell.toNanos());
      }
      Arrays.sort(times, from, to);
    }
    return times;
  }

  private static long multiple(long time, Duration cell) {
    return (time + cell.toNanos() / 2) / cell.toNanos();
  }

  /** How many of its requests came at the same time as another, as such a clock makes them. */
  public long simultaneous() {
    long[] times = times();
    return IntStream.range(0, times.length)
        .filter(
            i ->
                i > 0 && times[i] == times[i - 1]
                    || i + 1 < times.length && times[i] == times[i + 1])
        .count();
  }
}
