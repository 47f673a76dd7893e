package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inferometer.record.Outcome;

/** Time series of the repeats of a trial. */
final class SeriesBuilder {
  private static final double[] BIN_SECONDS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600};
  private static final int MOST_BINS = 300;

  private final long from;
  private final double binSeconds;
  private final double[] inProgress;
  private final double[] started;
  private final double[] ok;
  private final double[] failed;
  private final double[] tokens;

  private SeriesBuilder(long from, long to) {
    this.from = from;
    double seconds = (to - from) * 1e-9;
    double bin = BIN_SECONDS[0];
    for (int i = 1; i < BIN_SECONDS.length && seconds / bin > MOST_BINS; i++) {
      bin = BIN_SECONDS[i];
    }
    binSeconds = bin;
    int bins = (int) (seconds / bin) + 1;
    inProgress = new double[bins];
    started = new double[bins];
    ok = new double[bins];
    failed = new double[bins];
    tokens = new double[bins];
  }

  /** One series per repeat, with starts in seconds after {@code origin}. */
  static List<TimeSeries> of(List<Iteration> iterations, long origin) {
    Map<Integer, List<Iteration>> forks = new TreeMap<>();
    iterations.forEach(one -> forks.computeIfAbsent(one.fork, fork -> new ArrayList<>()).add(one));
    List<TimeSeries> series = new ArrayList<>();
    forks.forEach((fork, members) -> add(series, fork, members, origin));
    return series;
  }

  private static void add(List<TimeSeries> series, int fork, List<Iteration> members, long origin) {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (Iteration iteration : members) {
      for (Answer answer : iteration.answers) {
        from = Math.min(from, answer.started());
        to = Math.max(to, Math.max(answer.closed(), answer.last()));
      }
    }
    if (from > to) {
      return;
    }
    SeriesBuilder builder = new SeriesBuilder(from, to);
    members.forEach(builder::add);
    series.add(
        new TimeSeries(
            fork,
            (from - origin) * 1e-9,
            builder.binSeconds,
            builder.inProgress,
            builder.started,
            builder.ok,
            builder.failed,
            builder.tokens));
  }

  private void add(Iteration iteration) {
    for (Answer answer : iteration.answers) {
      if (answer.outcome() != Outcome.CANCELLED) {
        (answer.ok() ? ok : failed)[bin(answer.closed())] += 1 / binSeconds;
      }
      int first = bin(answer.started());
      started[first] += 1 / binSeconds;
      int last = bin(answer.closed());
      for (int i = first; i <= last; i++) {
        double binFrom = i * binSeconds;
        double begin = Math.max(binFrom, seconds(answer.started()));
        double end = Math.min(binFrom + binSeconds, seconds(answer.closed()));
        inProgress[i] += Math.max(0, end - begin) / binSeconds;
      }
      iteration.arrivals(answer, (at, count) -> tokens[bin(at)] += count / binSeconds);
    }
  }

  private double seconds(long time) {
    return (time - from) * 1e-9;
  }

  private int bin(long time) {
    return Math.min(tokens.length - 1, (int) (seconds(time) / binSeconds));
  }
}
