package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.inferometer.record.TokenSource;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StudentT;

/** When a trial is suspect. */
final class ValidityRules {
  private static final double FAILURES = 0.01;
  private static final double CROWDED_READS = 0.10;
  private static final double TOKEN_DISAGREEMENT = 0.02;
  private static final double CACHED_PROMPT = 0.01;
  private static final double DRIFT = 0.02;
  private static final double CYCLES_PER_SLOT = 10;
  private static final long CYCLES = 11;
  private static final double LITTLE = 0.02;

  private final List<String> reasons = new ArrayList<>();
  private final TrialResult trial;
  private final TrialRecords records;

  private ValidityRules(TrialResult trial, TrialRecords records) {
    this.trial = trial;
    this.records = records;
  }

  static Validity of(
      TrialResult trial, TrialRecords records, Map<Integer, List<Iteration>> forks, Health health) {
    ValidityRules rules = new ValidityRules(trial, records);
    rules.requests();
    rules.slots();
    rules.tokens();
    rules.reads();
    rules.drift(forks);
    rules.reasons.addAll(health.reasons(trial, records.measured()));
    return new Validity(rules.reasons);
  }

  private void requests() {
    long ok = trial.requests() - trial.failed();
    if (ok < Statistic.P50.floor()) {
      reasons.add("%d requests ended ok, a median needs 11".formatted(ok));
    }
    above("%s of the requests failed, limit 1 %%", trial.failed(), trial.requests(), FAILURES);
  }

  private void slots() {
    long fewest = fewest(one -> one.count(Metric.CYCLES_PER_SLOT));
    if (fewest < CYCLES) {
      reasons.add("only %d cycles of slots in a repeat, %d are needed".formatted(fewest, CYCLES));
    } else if (fewest < CYCLES_PER_SLOT * trial.cell().parallelism()) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "only %.1f cycles of each slot in a repeat, %.0f are needed",
              (double) fewest / trial.cell().parallelism(),
              CYCLES_PER_SLOT));
    }
    double little = trial.estimate(Metric.LITTLE).value();
    if (Math.abs(little - 1) > LITTLE) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "Little's law: throughput x time of a cycle is %.3f of p, limit 1 +- %.2f",
              little,
              LITTLE));
    }
  }

  /** The smallest count of all repeats of a closed loop; of an open one there is none. */
  private long fewest(ToLongFunction<Summary> count) {
    return trial.repeats().stream()
        .map(Repetition::summary)
        .filter(one -> !Double.isNaN(one.get(Metric.CYCLES_PER_SLOT, Statistic.VALUE)))
        .mapToLong(count)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void tokens() {
    if (trial.tokenSource() == TokenSource.EVENTS) {
      reasons.add("tokens are an estimate: one per event");
    }
    above(
        "token counts of usage and events differ by %s, limit 2 %%",
        Math.abs(records.usageTokens - records.eventTokens),
        records.usageTokens,
        TOKEN_DISAGREEMENT);
    above(
        "%s of the prompt tokens came from the server's cache, limit 1 %%",
        records.cachedTokens, records.promptTokens, CACHED_PROMPT);
  }

  private void reads() {
    above(
        "%s of the reads brought more than one event, limit 10 %%",
        records.crowdedReads, records.reads, CROWDED_READS);
  }

  /** First half of each repeat's answers against the second, as a paired ratio over repeats. */
  private void drift(Map<Integer, List<Iteration>> forks) {
    double[] ratios =
        forks.values().stream()
            .mapToDouble(Drift::logRatio)
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double mean = StudentT.average(ratios);
    Interval interval = StudentT.mean(ratios);
    if (interval.excludes(0) && Math.abs(Math.expm1(mean)) > DRIFT) {
      reasons.add(
          "total latency drifts: second half %+.1f %% against the first, limit 2 %%"
              .formatted(100 * Math.expm1(mean)));
    }
  }

  private void above(String sentence, long part, long all, double limit) {
    if (all > 0 && (double) part / all > limit) {
      reasons.add(sentence.formatted(String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all)));
    }
  }
}
