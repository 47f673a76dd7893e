package org.inferometer.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inferometer.record.Mode;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Reason;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Unit;

/** Whether a run passes thresholds. */
public final class RunCheck {
  private static final int MOST_DIGITS = 9;

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

  /**
   * Fails for a run that did not end, for trials of the plan that were not measured, for more
   * failed requests than a result may have and for records that cannot be true; tells what was left
   * out on request, what is suspect, and unreadable lines.
   */
  public static List<Line> completeness(Run run) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            !run.complete(),
            "%s is %s",
            run.name(),
            run.complete() ? "complete" : "incomplete: " + run.unfinished()));
    run.plan()
        .leftOut()
        .forEach(one -> lines.add(new Line(false, "note  partial: without " + one)));
    run.failed().forEach(one -> lines.add(Line.of(true, "%s", one)));
    for (TrialResult one : run.trials()) {
      if (one.fails()) {
        lines.add(
            Line.of(
                true,
                "%s on %s: %d of %d requests failed, limit 1 %%; %s",
                one.cell().name(),
                one.stack(),
                one.failed(),
                one.requests(),
                one.failures().get(0).example().words()));
      }
    }
    run.problems().forEach(problem -> lines.add(new Line(false, "note  " + problem)));
    for (TrialResult one : run.trials()) {
      if (!one.validity().isValid()) {
        boolean untrue =
            one.validity().reasons().stream().anyMatch(r -> r.code() == Reason.Code.RECORDS);
        lines.add(
            new Line(
                untrue,
                "%s  %s on %s is suspect: %s"
                    .formatted(
                        untrue ? "FAIL" : "note",
                        one.cell().name(),
                        one.stack(),
                        one.validity().text())));
      }
    }
    return lines;
  }

  /**
   * Fails for every trial in which fewer than {@code least} of the requests meet the targets of
   * {@code slo}, and where no trial can be held against them.
   */
  public static List<Line> targets(Run run, Slo slo, double least) {
    List<Line> lines = new ArrayList<>();
    for (Mode mode : run.trials().stream().map(one -> one.cell().mode()).distinct().toList()) {
      List<String> unknown = slo.undefinedIn(mode).stream().map(Metric::id).toList();
      if (!unknown.isEmpty()) {
        lines.add(
            new Line(
                false,
                "note  %s trials have no %s: %s"
                    .formatted(
                        mode.label(),
                        String.join(" and no ", unknown),
                        slo.appliesTo(mode)
                            ? "they are held against the other targets only"
                            : "they are not held against the targets")));
      }
    }
    List<TrialResult> held =
        run.trials().stream().filter(one -> slo.appliesTo(one.cell().mode())).toList();
    held.forEach(one -> lines.add(target(one, least)));
    if (held.isEmpty()) {
      lines.add(Line.of(true, "no trial can be held against the targets"));
    }
    return lines;
  }

  private static Line target(TrialResult one, double least) {
    Estimate found = one.estimate(Metric.SLO_ATTAINMENT);
    return found.isPresent()
        ? Line.of(
            found.value() < least,
            "%s on %s: %.2f %% of the requests meet the targets, %.2f %% must",
            one.cell().name(),
            one.stack(),
            100 * found.value(),
            100 * least)
        : Line.of(true, "%s on %s: no request was measured", one.cell().name(), one.stack());
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
    runs.comparisons().stream()
        .filter(one -> one.verdict().isTested())
        .forEach(one -> lines.add(regression(runs.unit(), one, tolerance)));
    Comparisons.chance(runs.comparisons())
        .forEach(note -> lines.add(new Line(false, "note  " + note)));
    lines.addAll(
        untested(
            runs,
            Verdict.TOO_FEW_REPEATS,
            "measure at least 2 %s of both runs".formatted(runs.unit().many())));
    lines.addAll(
        untested(runs, Verdict.NO_RATIO, "a %s of one run finds 0".formatted(runs.unit().one())));
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

  /** One line for all that cannot be compared for the same reason. */
  private static List<Line> untested(RunComparison runs, Verdict verdict, String reason) {
    List<Comparison> found =
        runs.comparisons().stream().filter(one -> one.verdict() == verdict).toList();
    return found.isEmpty()
        ? List.of()
        : List.of(
            Line.of(
                true,
                "%d of %d comparisons cannot be made, such as %s of %s on %s: %s",
                found.size(),
                runs.comparisons().size(),
                found.get(0).metric().label(),
                found.get(0).cell().name(),
                found.get(0).other(),
                reason));
  }

  private static Line regression(Unit unit, Comparison one, double tolerance) {
    double ratio = one.ratio().value();
    boolean worse =
        switch (one.metric().better()) {
          case LOWER -> ratio > 1 + tolerance;
          case HIGHER -> ratio < 1 - tolerance;
          case NEITHER -> false;
        };
    return Line.of(
        worse && one.verdict().isClaim(),
        "%s on %s: %s %s %% [%s, %s] against the baseline, %s%s",
        one.cell().name(),
        one.other(),
        one.metric().label(),
        change(ratio),
        change(one.ratio().low()),
        change(one.ratio().high()),
        one.word(unit),
        one.declared() ? "" : " °");
  }

  /** In percent, with so many digits that only no change reads as none. */
  private static String change(double ratio) {
    String text = "";
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      text = String.format(Locale.ROOT, "%+." + digits + "f", 100 * (ratio - 1));
      if (ratio == 1 || Double.parseDouble(text) != 0) {
        break;
      }
    }
    return text;
  }
}
