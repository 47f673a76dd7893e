package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import org.inferometer.result.Reason.Code;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Unsaid;

/**
 * When a trial is suspect for what the stacks of its cell were asked: prompts that should have been
 * new and came from a cache, other work than another stack's, or others' work besides.
 */
final class AskedRules {
  private static final double CACHED_PROMPT = 0.01;

  /** A server's counter counts the warm-up, too, which may share a little more or less. */
  private static final double CACHED_BEYOND = 0.05;

  private static final double LENGTHS = 0.02;
  private static final double OTHERS = 0.01;

  private AskedRules() {}

  /** {@code trials} with what these rules find added to their validity. */
  static List<TrialResult> applied(Scenario scenario, List<TrialResult> trials) {
    List<Unsaid> unsaid = Unsaid.of(scenario);
    return trials.stream()
        .map(
            trial -> {
              List<Reason> reasons = new ArrayList<>(trial.validity().reasons());
              cache(scenario, trial, reasons);
              if (trial.side().others() > OTHERS) {
                reasons.add(new Reason(Code.OTHERS_ASK, trial.side().others(), OTHERS));
              }
              arguments(unsaid, trial.cell(), reasons);
              lengths(trial, trials, reasons);
              return trial.with(new Validity(reasons));
            })
        .toList();
  }

  private static void cache(Scenario scenario, TrialResult trial, List<Reason> reasons) {
    CacheUse cache = trial.asked().cache();
    boolean reuse = scenario.tasks(trial.cell().task()).stream().anyMatch(Task::reuse);
    Double earlier = trial.asked().earlier();
    double most = earlier == null ? CACHED_PROMPT : earlier + CACHED_BEYOND;
    if (cache != null && !reuse && cache.share() > most) {
      reasons.add(new Reason(Code.PROMPTS_CACHED, cache.share(), most));
    }
  }

  private static void arguments(List<Unsaid> unsaid, Cell cell, List<Reason> reasons) {
    unsaid.stream()
        .filter(Unsaid::unlike)
        .filter(one -> cell.asked().stream().anyMatch(of -> of.asks(one.model(), one.task())))
        .map(one -> one.argument() + " is not asked of " + one.stack())
        .distinct()
        .forEach(about -> reasons.add(new Reason(Code.ASKED_UNLIKE, 1, 0, about)));
  }

  /** The stack whose answers to the same prompts differ most in length. */
  private static void lengths(TrialResult trial, List<TrialResult> all, List<Reason> reasons) {
    Reason worst = null;
    for (TrialResult other : all) {
      if (other.cell().equals(trial.cell()) && !other.stack().equals(trial.stack())) {
        double longer = other.asked().lengths().with(trial.asked().lengths()).difference();
        if (Math.abs(longer) > LENGTHS
            && (worst == null || Math.abs(longer) > Math.abs(worst.value()))) {
          worst = new Reason(Code.LENGTHS_DIFFER, longer, LENGTHS, other.stack());
        }
      }
    }
    if (worst != null) {
      reasons.add(worst);
    }
  }
}
