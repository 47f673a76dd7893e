package org.inferometer.result;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/** The measured turns of the conversations of a trial while its records come in. */
final class Turns {
  private static final Set<Metric> METRICS =
      EnumSet.of(
          Metric.P2FT,
          Metric.P2FT_FROM_SCHEDULE,
          Metric.TOTAL_LATENCY,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          Metric.PROMPT_TOKENS,
          Metric.OUTPUT_TOKENS);

  private final SortedMap<Integer, Sums> turns = new TreeMap<>();

  /** Of one turn. */
  private static final class Sums {
    long requests;
    long failed;
    boolean cacheTold;
    final SortedMap<Integer, Repeat> repeats = new TreeMap<>();
  }

  /** Of one turn in one repeat: sums and numbers of values. */
  private static final class Repeat {
    final Map<Metric, double[]> values = new EnumMap<>(Metric.class);
    double prompt;
    double cached;
    double earlier;

    void add(Repeat other) {
      other.values.forEach(
          (metric, sum) -> {
            double[] own = values.computeIfAbsent(metric, m -> new double[2]);
            own[0] += sum[0];
            own[1] += sum[1];
          });
      prompt += other.prompt;
      cached += other.cached;
      earlier += other.earlier;
    }
  }

  /**
   * Adds a measured request, if it is a turn.
   *
   * @param common whether it belongs to the means
   * @param earlier tokens of its prompt that were there before
   */
  void add(RequestRecord record, boolean common, int earlier) {
    Turn turn = Turn.of(record);
    if (turn == null) {
      return;
    }
    Sums sums = turns.computeIfAbsent(turn.number(), t -> new Sums());
    sums.requests++;
    if (record.judged() != Outcome.OK) {
      sums.failed += record.outcome().isFailure() ? 1 : 0;
      return;
    }
    int fork = record.fork() == null ? 1 : record.fork();
    Repeat repeat = sums.repeats.computeIfAbsent(fork, f -> new Repeat());
    if (common) {
      METRICS.forEach(metric -> add(repeat, metric, metric.of(record, Slo.NONE)));
    }
    if (record.promptTokens() != null) {
      repeat.prompt += record.promptTokens();
      repeat.earlier += earlier;
      repeat.cached += record.cachedTokens() == null ? 0 : record.cachedTokens();
      sums.cacheTold |= record.cachedTokens() != null;
    }
  }

  private static void add(Repeat repeat, Metric metric, double value) {
    if (!Double.isNaN(value)) {
      double[] sum = repeat.values.computeIfAbsent(metric, m -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }
  }

  /**
   * What is known of each turn, in their order; none without conversations.
   *
   * @param unit the independent unit that a fork belongs to
   */
  List<TurnResult> results(IntUnaryOperator unit) {
    // Some servers leave a count of 0 out: what one turn tells, the others would have told.
    boolean cacheTold = turns.values().stream().anyMatch(one -> one.cacheTold);
    return turns.entrySet().stream()
        .map(one -> result(one.getKey(), one.getValue(), unit, cacheTold))
        .toList();
  }

  private static TurnResult result(int turn, Sums sums, IntUnaryOperator unit, boolean cacheTold) {
    SortedMap<Integer, Repeat> units = new TreeMap<>();
    sums.repeats.forEach(
        (fork, of) -> units.computeIfAbsent(unit.applyAsInt(fork), number -> new Repeat()).add(of));
    Map<Metric, Estimate> means = new EnumMap<>(Metric.class);
    for (Metric metric : METRICS) {
      SortedMap<Integer, Double> byRepeat = new TreeMap<>();
      long[] count = {0};
      units.forEach(
          (number, of) -> {
            double[] sum = of.values.get(metric);
            if (sum != null) {
              byRepeat.put(number, sum[0] / sum[1]);
              count[0] += (long) sum[1];
            }
          });
      if (!byRepeat.isEmpty()) {
        means.put(metric, metric.scale().mean(byRepeat, count[0]));
      }
    }
    return new TurnResult(
        turn,
        sums.requests,
        sums.failed,
        means,
        cacheTold ? share(units, of -> of.cached) : Estimate.ABSENT,
        share(units, of -> of.earlier));
  }

  private static Estimate share(SortedMap<Integer, Repeat> units, ToDoubleFunction<Repeat> part) {
    SortedMap<Integer, Double> byRepeat = new TreeMap<>();
    units.forEach(
        (number, of) -> {
          if (of.prompt > 0) {
            byRepeat.put(number, Math.min(1, part.applyAsDouble(of) / of.prompt));
          }
        });
    long tokens = Math.round(units.values().stream().mapToDouble(of -> of.prompt).sum());
    return byRepeat.isEmpty() ? Estimate.ABSENT : Scale.SHARE.mean(byRepeat, tokens);
  }
}
