package org.inferometer.result;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;

/**
 * What the client saw of all requests that it sent in a repeat, whatever they were for: the same
 * that a server counts, warm-up and edges included.
 */
final class Seen {
  private static final double SECONDS = 1e-9;

  final Map<CheckedBySides, Sum> all = new EnumMap<>(CheckedBySides.class);
  final Map<CheckedBySides, Sum> measured = new EnumMap<>(CheckedBySides.class);

  /**
   * Of answered requests, as their latency is: the client's delay, and the time to the first token.
   */
  final Sum delay = new Sum();

  final Sum first = new Sum();

  long sent;

  /** Requests that did not end ok, or do not tell their tokens: a server may know more of them. */
  long unclear;

  /** Gaps between tokens that came together, of which the results say nothing. */
  long withinOneRead;

  /** Something summed over requests or tokens. */
  static final class Sum {
    double total;
    long count;

    void add(double value, long times) {
      if (!Double.isNaN(value)) {
        total += value;
        count += times;
      }
    }

    /** NaN of nothing. */
    double mean() {
      return total / count;
    }
  }

  Seen() {
    for (CheckedBySides one : CheckedBySides.values()) {
      all.put(one, new Sum());
      measured.put(one, new Sum());
    }
  }

  void add(RequestRecord record) {
    sent++;
    unclear += record.outcome() != Outcome.OK || record.outputTokens() == null ? 1 : 0;
    if (record.outcome() == Outcome.OK) {
      delay.add(SECONDS * RequestMetrics.scheduleDelay(record), 1);
      first.add(SECONDS * RequestMetrics.p2ft(record), 1);
    }
    add(record, all);
    int gaps = RequestMetrics.gaps(record);
    boolean known = RequestMetrics.tpot(record) > 0;
    double decode = RequestMetrics.totalLatency(record) - RequestMetrics.p2ft(record);
    all.get(CheckedBySides.ITL).add(SECONDS * decode, gaps);
    withinOneRead += known ? 0 : gaps;
    if (record.phase() == Phase.MEASURED) {
      add(record, measured);
      measured.get(CheckedBySides.ITL).add(known ? SECONDS * decode : Double.NaN, gaps);
    }
  }

  private static void add(RequestRecord record, Map<CheckedBySides, Sum> sums) {
    sums.get(CheckedBySides.TTFT).add(SECONDS * RequestMetrics.p2ft(record), 1);
    if (record.outcome() == Outcome.OK) {
      sums.get(CheckedBySides.LATENCY).add(SECONDS * RequestMetrics.totalLatency(record), 1);
    }
    tokens(record.promptTokens(), sums.get(CheckedBySides.PROMPT_TOKENS));
    tokens(record.outputTokens(), sums.get(CheckedBySides.OUTPUT_TOKENS));
  }

  private static void tokens(Integer told, Sum sum) {
    sum.add(told == null ? Double.NaN : told, 1);
  }

  static Seen union(Collection<Seen> some) {
    Seen union = new Seen();
    for (Seen one : some) {
      union.sent += one.sent;
      union.unclear += one.unclear;
      union.withinOneRead += one.withinOneRead;
      union.delay.add(one.delay.total, one.delay.count);
      union.first.add(one.first.total, one.first.count);
      one.all.forEach((what, sum) -> union.all.get(what).add(sum.total, sum.count));
      one.measured.forEach((what, sum) -> union.measured.get(what).add(sum.total, sum.count));
    }
    return union;
  }
}
