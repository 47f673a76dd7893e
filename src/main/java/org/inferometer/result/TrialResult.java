package org.inferometer.result;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.TokenSource;

/**
 * One cell on one stack, all repeats together.
 *
 * @param stack name of the stack
 * @param cell what was measured
 * @param repeats one entry per repeat: the independent unit of the statistics
 * @param iterations one entry per repeat and iteration
 * @param estimates per metric and statistic: see {@link #estimate}
 * @param phases number of recorded requests by what they were for
 * @param outcomes number of measured requests by outcome
 * @param failures how the others of them ended, by kind, the most frequent first
 * @param tokenSource where token counts come from, the weakest of all; null without tokens
 * @param asked what is known of the prompts
 * @param answers what is known of the answers
 * @param validity whether the trial may be believed
 * @param curves distributions of P2FT, ITL, total latency and TPOT over all repeats
 * @param series one entry per repeat
 * @param peers the same records by other tools' formulas and names, such as {@code
 *     vllm.mean_ttft_ms}
 * @param served what the server has counted of all repeats; null where it does not tell
 * @param side the trial with its server's eyes
 * @param turns of its conversations, in their order; none without
 */
public record TrialResult(
    String stack,
    Cell cell,
    List<Repetition> repeats,
    List<Repetition> iterations,
    Map<Metric, Map<Statistic, Estimate>> estimates,
    Map<Phase, Long> phases,
    Map<Outcome, Long> outcomes,
    List<Failures> failures,
    TokenSource tokenSource,
    Asked asked,
    Answers answers,
    Validity validity,
    Map<Metric, Curve> curves,
    List<TimeSeries> series,
    Map<String, Double> peers,
    Served served,
    ServerSide side,
    List<TurnResult> turns) {

  /** Share of failed requests above which a result is suspect. */
  static final double MOST_FAILURES = 0.01;

  /**
   * What is known of {@code metric}. Means, single values, and quantiles for which each repeat is
   * large enough: geometric mean over repeats (of shares and differences the mean) with Student's t
   * interval. Everything else: from all values of all repeats pooled, a quantile with a BCa
   * bootstrap from ten repeats on. Absent if undefined or below the sample floor.
   */
  public Estimate estimate(Metric metric, Statistic statistic) {
    return estimates.getOrDefault(metric, Map.of()).getOrDefault(statistic, Estimate.ABSENT);
  }

  /** The metric's {@link Metric#headline}. */
  public Estimate estimate(Metric metric) {
    return estimate(metric, metric.headline());
  }

  /** Number of measured requests, without those that the load itself gave up. */
  public long requests() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum() - cancelled();
  }

  /** Number of measured requests that the load itself gave up. */
  public long cancelled() {
    return outcomes.getOrDefault(Outcome.CANCELLED, 0L);
  }

  /** Number of measured requests that did not end ok. */
  public long failed() {
    return requests() - outcomes.getOrDefault(Outcome.OK, 0L);
  }

  /** Whether more requests failed than a result may have: {@link #MOST_FAILURES} of them. */
  public boolean fails() {
    return failed() > MOST_FAILURES * requests();
  }

  /** In which of the run's {@link Stretches} its {@code unit} was measured; none if not known. */
  Set<Integer> stretches(int unit) {
    return repeats.stream()
        .filter(one -> one.fork() == unit)
        .findFirst()
        .map(Repetition::stretches)
        .orElse(Set.of());
  }

  TrialResult with(Validity found) {
    return new TrialResult(
        stack,
        cell,
        repeats,
        iterations,
        estimates,
        phases,
        outcomes,
        failures,
        tokenSource,
        asked,
        answers,
        found,
        curves,
        series,
        peers,
        served,
        side,
        turns);
  }
}
