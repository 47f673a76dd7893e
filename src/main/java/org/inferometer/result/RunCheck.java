package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inferometer.result.Comparison.Verdict;

/** Whether a run passes thresholds. */
public final class RunCheck {
  private RunCheck() {}

  /**
   * What was checked.
   *
   * @param text one sentence with what was found and the limit
   */
  public record Line(boolean failed, String text) {
    static Line of(boolean failed, String form, Object... values) {
      return new Line(
          failed, (failed ? "FAIL  " : "ok    ") + String.format(Locale.ROOT, form, values));
    }
  }

  /** Fails for a run that did not end; tells suspect trials and unreadable lines. */
  public static List<Line> completeness(Run run) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            !run.complete(), "%s is %s", run.name(), run.complete() ? "complete" : "incomplete"));
    run.problems().forEach(problem -> lines.add(new Line(false, "note  " + problem)));
    for (TrialResult one : run.trials()) {
      if (!one.validity().isValid()) {
        lines.add(
            new Line(
                false,
                "note  %s on %s is suspect: %s"
                    .formatted(one.cell().name(), one.stack(), one.validity().text())));
      }
    }
    return lines;
  }

  /** Fails for every trial in which fewer than {@code least} of the requests meet the targets. */
  public static List<Line> targets(Run run, double least) {
    List<Line> lines = new ArrayList<>();
    for (TrialResult one : run.trials()) {
      double found = one.estimate(Metric.SLO_ATTAINMENT).value();
      lines.add(
          Line.of(
              !(found >= least),
              "%s on %s: %.2f %% of the requests meet the targets, %.2f %% must",
              one.cell().name(),
              one.stack(),
              100 * found,
              100 * least));
    }
    return lines;
  }

  /**
   * Fails for every metric that is worse by more than {@code tolerance} and shown to differ, for
   * more failures by more than it, for what is not comparable, for too few repeats to show
   * anything, and where there is nothing to compare.
   */
  public static List<Line> regression(RunComparison runs, double tolerance) {
    List<Line> lines = new ArrayList<>();
    runs.refused().forEach(reason -> lines.add(Line.of(true, "not comparable: %s", reason)));
    runs.flags().forEach(flag -> lines.add(new Line(false, "note  " + flag)));
    for (Comparison one : runs.comparisons()) {
      if (one.ratio().isPresent()) {
        lines.add(regression(one, tolerance));
      }
    }
    lines.addAll(failures(runs, tolerance));
    if (runs.comparisons().isEmpty()) {
      lines.add(Line.of(true, "nothing of the baseline can be compared"));
    }
    return lines;
  }

  private static List<Line> failures(RunComparison runs, double tolerance) {
    List<Line> lines = new ArrayList<>();
    for (TrialResult before : runs.base().trials()) {
      TrialResult after = runs.other().trial(before.stack(), before.cell()).orElse(null);
      if (after != null && before.requests() > 0 && after.requests() > 0) {
        double was = (double) before.failed() / before.requests();
        double is = (double) after.failed() / after.requests();
        if (before.failed() + after.failed() > 0) {
          lines.add(
              Line.of(
                  is > was + tolerance,
                  "%s on %s: %.2f %% of the requests fail, %.2f %% in the baseline",
                  after.cell().name(),
                  after.stack(),
                  100 * is,
                  100 * was));
        }
      }
    }
    return lines;
  }

  private static Line regression(Comparison one, double tolerance) {
    if (one.verdict() == Verdict.NOT_COMPARABLE) {
      return Line.of(
          true,
          "%s on %s: %s cannot be compared with too few repeats; measure at least 2 of both runs",
          one.cell().name(),
          one.other(),
          one.metric().label());
    }
    double ratio = one.ratio().value();
    boolean worse =
        switch (one.metric().better()) {
          case LOWER -> ratio > 1 + tolerance;
          case HIGHER -> ratio < 1 - tolerance;
          case NEITHER -> false;
        };
    boolean shown = one.verdict() != Verdict.NO_DIFFERENCE_SHOWN;
    return Line.of(
        worse && shown,
        "%s on %s: %s %+.1f %% [%+.1f, %+.1f] against the baseline, %s",
        one.cell().name(),
        one.other(),
        one.metric().label(),
        100 * (ratio - 1),
        100 * (one.ratio().low() - 1),
        100 * (one.ratio().high() - 1),
        one.verdict().label());
  }
}
