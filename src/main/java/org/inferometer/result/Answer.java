package org.inferometer.result;

import java.util.Arrays;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;

/**
 * What is kept of a record: times, counts, its metrics, and the place of its gaps.
 *
 * @param scheduled when its slot became free or the load wanted it to start, {@link #NEVER} if
 *     unknown
 * @param first first content of a stream, {@link #NEVER} without
 * @param last last content or complete body, {@link #NEVER} without
 * @param common whether it belongs to the means: see {@link CommonPrompts}
 * @param connected whether a connection had to be opened for it
 * @param outcome how it ended as far as metrics go: {@link RequestRecord#judged}
 * @param hasGaps whether its gaps between tokens are known, see {@link RequestMetrics#hasGaps}
 * @param promptTokens null if unknown
 * @param counted whether anything tells how many tokens it brought
 * @param firstTokens tokens of the first content arrival
 * @param tokenScale output tokens by tokens told by the arrivals: where events do not tell, the
 *     tokens of a request are spread evenly over its events
 * @param crowd content events beyond the first of their read
 * @param gapsFrom first gap in the iteration's {@link Gaps}
 * @param gapsTo end of its gaps
 * @param values per-request metrics in the order of {@link #METRICS}
 * @param turn which turn it is of a conversation; null if of none
 * @param answers to how many prompts it is one
 */
record Answer(
    long scheduled,
    long started,
    long first,
    long last,
    long closed,
    boolean measured,
    boolean common,
    boolean connected,
    Outcome outcome,
    boolean good,
    boolean hasGaps,
    Integer promptTokens,
    boolean counted,
    int firstTokens,
    double tokenScale,
    int crowd,
    int gapsFrom,
    int gapsTo,
    double[] values,
    Turn turn,
    int answers) {

  static final long NEVER = Long.MIN_VALUE;

  /** Metrics with one value per request, in the order of an answer's {@link #values}. */
  static final List<Metric> METRICS =
      Arrays.stream(Metric.values()).filter(Metric::isOfRequests).toList();

  /** Keeps {@code record}, which says itself whether it counts. */
  static Answer of(RequestRecord record, Gaps gaps, Slo slo, boolean common) {
    return of(record, record.phase() == Phase.MEASURED, gaps, slo, common);
  }

  /**
   * Keeps {@code record}; its gaps go to {@code gaps}.
   *
   * @param measured whether it counts
   */
  static Answer of(RequestRecord record, boolean measured, Gaps gaps, Slo slo, boolean common) {
    boolean ok = record.judged() == Outcome.OK;
    double[] values = new double[METRICS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = METRICS.get(i).of(record, slo);
    }
    int from = gaps.size();
    int first = record.firstContent();
    long told = first < 0 ? 0 : share(record, first);
    int before = first;
    int crowd = first < 0 ? 0 : record.events()[first] - 1;
    for (int i = first + 1; first >= 0 && i < record.at().length; i++) {
      if (record.events()[i] > 0) {
        int tokens = share(record, i);
        gaps.add(record.at()[i] - record.at()[before], tokens);
        told += tokens;
        crowd += record.events()[i] - 1;
        before = i;
      }
    }
    return new Answer(
        record.scheduled() == null ? NEVER : record.scheduled(),
        place(record),
        first < 0 ? NEVER : record.at()[first],
        first < 0 ? NEVER : record.at()[before],
        record.closed() == null ? NEVER : record.closed(),
        measured,
        common,
        record.connectNanos() != null,
        record.judged(),
        ok && slo.isMetBy(values, record.mode()),
        RequestMetrics.hasGaps(record),
        record.promptTokens(),
        record.outputTokens() != null || record.tokens() != null || record.mode() == Mode.STREAM,
        first < 0 ? 0 : share(record, first),
        record.outputTokens() == null || told == 0 ? 1 : (double) record.outputTokens() / told,
        crowd,
        from,
        gaps.size(),
        values,
        Turn.of(record),
        record.answers() == null ? 1 : record.answers());
  }

  /** Whether a schedule started it, and not the answer to the turn before. */
  boolean begins() {
    return turn == null || turn.isFirst();
  }

  /** Whether nothing follows it: it is no turn of a conversation, or the last one. */
  boolean ends() {
    return turn == null || turn.isLast() || !ok();
  }

  boolean ok() {
    return outcome == Outcome.OK;
  }

  /** Whether it was started: one that was refused a connection has a place in time only. */
  boolean begun() {
    return !Double.isNaN(value(Metric.SCHEDULE_DELAY));
  }

  /** When it started, or, where there was no connection to start it on, was to start. */
  private static long place(RequestRecord record) {
    Long at = record.started() == null ? record.scheduled() : record.started();
    return at == null ? NEVER : at;
  }

  /** Tokens that an arrival brought, which share the gap before it; where nothing tells, events. */
  static int share(RequestRecord r, int arrival) {
    return Math.max(1, r.tokens() == null ? r.events()[arrival] : r.tokens()[arrival]);
  }

  /** Output tokens: as told for the answer, else what its arrivals brought. */
  double tokens(Gaps gaps) {
    double told = value(Metric.OUTPUT_TOKENS);
    if (!Double.isNaN(told)) {
      return told;
    }
    double brought = first == NEVER ? 0 : firstTokens;
    for (int i = gapsFrom; i < gapsTo; i++) {
      brought += gaps.tokens(i);
    }
    return brought;
  }

  double value(Metric metric) {
    return values[METRICS.indexOf(metric)];
  }
}
