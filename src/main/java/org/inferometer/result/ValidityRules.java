package org.inferometer.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Open;
import org.inferometer.load.Users;
import org.inferometer.record.TokenSource;
import org.inferometer.result.Reason.Code;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StudentT;

/** When a trial is suspect. */
final class ValidityRules {
  private static final double CROWDED_READS = 0.10;
  private static final double TOKEN_DISAGREEMENT = 0.02;
  private static final double HIDDEN = 0.01;
  private static final double UNKNOWN = 0.01;
  private static final double DRIFT = 0.02;
  private static final double CYCLES_PER_SLOT = 10;
  private static final long CYCLES = 11;
  private static final double LITTLE = 0.02;
  private static final double OFF_SCHEDULE = 0.02;
  static final double LATE_STARTS = 0.01;
  private static final double GROWTH = 0.02;
  private static final double ENDED_FIRST = 0.1;
  private static final double STEADY = 0.5;

  private final List<Reason> reasons = new ArrayList<>();
  private final TrialResult trial;
  private final TrialRecords records;

  private ValidityRules(TrialResult trial, TrialRecords records) {
    this.trial = trial;
    this.records = records;
  }

  static Validity of(
      TrialResult trial,
      TrialRecords records,
      Map<Integer, List<Iteration>> forks,
      Health health,
      Tenancy tenancy) {
    ValidityRules rules = new ValidityRules(trial, records);
    rules.reasons.addAll(records.checks.reasons());
    rules.requests();
    if (trial.cell().load() instanceof Closed closed) {
      rules.slots(closed.parallelism());
    } else if (trial.cell().load() instanceof Open) {
      rules.schedule(forks.values());
    } else if (trial.cell().load() instanceof Users users) {
      rules.users(users, forks.values());
    }
    rules.tokens();
    rules.reads();
    if (rules.isLevel()) {
      rules.drift(forks);
    }
    rules.reasons.addAll(health.reasons(trial, records.measured(), tenancy));
    return new Validity(rules.reasons);
  }

  private void requests() {
    long ok = trial.requests() - trial.failed();
    if (ok < Statistic.P50.floor()) {
      reasons.add(new Reason(Code.FEW_REQUESTS, ok, Statistic.P50.floor()));
    }
    above(Code.FAILURES, trial.failed(), trial.requests(), TrialResult.MOST_FAILURES);
    above(Code.ENDED_BEFORE_GIVEN_UP, records.endedFirst, trial.cancelled(), ENDED_FIRST);
  }

  private void slots(int p) {
    long fewest = fewestCycles();
    double perSlot = (double) fewest / p;
    if (fewest < CYCLES) {
      reasons.add(new Reason(Code.FEW_CYCLES, fewest, CYCLES));
    } else if (perSlot < CYCLES_PER_SLOT) {
      reasons.add(new Reason(Code.SHORT_REPEATS, perSlot, CYCLES_PER_SLOT));
    }
    double little = trial.estimate(Metric.LITTLE).value();
    if (Math.abs(little - 1) > LITTLE) {
      reasons.add(new Reason(Code.LITTLES_LAW, little, LITTLE));
    }
  }

  private void users(Users users, Collection<List<Iteration>> forks) {
    long late =
        forks.stream()
            .flatMap(List::stream)
            .flatMap(one -> one.answers.stream())
            .filter(one -> one.measured() && one.value(Metric.SCHEDULE_DELAY) > Pace.LATE_MILLIS)
            .count();
    late(late, trial.requests());
    double steady = 1 - (double) users.steadyNanos() / users.endNanos();
    if (steady < STEADY) {
      reasons.add(new Reason(Code.SHORT_STEADY, steady, STEADY));
    }
  }

  /** The smallest number of all repeats. */
  private long fewestCycles() {
    return trial.repeats().stream()
        .map(Repetition::summary)
        .filter(one -> !Double.isNaN(one.get(Metric.CYCLES_PER_SLOT, Statistic.VALUE)))
        .mapToLong(one -> one.count(Metric.CYCLES_PER_SLOT))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether the load is the same all the time, so that what changes is the stack. */
  private boolean isLevel() {
    return !(trial.cell().load() instanceof Open open) || open.isSteady();
  }

  private void schedule(Collection<List<Iteration>> forks) {
    Pace pace = new Pace();
    forks.forEach(members -> members.forEach(one -> pace.add(one.totals.pace)));
    double off = pace.offered() / pace.asked() - 1;
    if (Math.abs(off) > OFF_SCHEDULE) {
      reasons.add(new Reason(Code.OFF_SCHEDULE, off, OFF_SCHEDULE));
    }
    late(pace.late(), pace.requests());
    above(Code.HELD_BACK, pace.heldBack(), pace.requests(), 0);
    double growth = pace.growth() / pace.asked();
    if (isLevel() && growth > GROWTH) {
      reasons.add(new Reason(Code.NOT_STEADY, growth, GROWTH));
    }
  }

  private void late(long late, long requests) {
    double share = requests == 0 ? 0 : (double) late / requests;
    if (share > LATE_STARTS) {
      String limit = "%.0f ms".formatted(Pace.LATE_MILLIS);
      reasons.add(new Reason(Code.LATE_STARTS, share, LATE_STARTS, limit));
    }
  }

  private void tokens() {
    if (trial.tokenSource() == TokenSource.EVENTS) {
      reasons.add(new Reason(Code.TOKENS_ESTIMATED, 0, 0));
    }
    above(
        Code.TOKENS_DISAGREE,
        Math.abs(records.usageTokens - records.eventTokens),
        records.usageTokens,
        TOKEN_DISAGREEMENT);
    above(Code.REASONING_HIDDEN, records.hiddenTokens, records.outputTokens, HIDDEN);
    above(Code.UNKNOWN_BEFORE_FIRST, records.unknownStarts, trial.requests(), UNKNOWN);
  }

  private void reads() {
    above(Code.CROWDED_READS, records.crowdedReads, records.reads, CROWDED_READS);
  }

  /** First half of each repeat's answers against the second, as a paired ratio over repeats. */
  private void drift(Map<Integer, List<Iteration>> forks) {
    double[] ratios =
        forks.values().stream()
            .mapToDouble(Drift::logRatio)
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double mean = StudentT.average(ratios);
    // All of the interval beyond the limit: of many trials some would pass a test of 0 by chance.
    Interval interval = StudentT.mean(ratios).exp();
    if (interval.low() > 1 + DRIFT || interval.high() < 1 - DRIFT) {
      reasons.add(new Reason(Code.DRIFT, Math.expm1(mean), DRIFT));
    }
  }

  private void above(Code code, long part, long all, double limit) {
    if (all > 0 && (double) part / all > limit) {
      reasons.add(new Reason(code, (double) part / all, limit));
    }
  }
}
