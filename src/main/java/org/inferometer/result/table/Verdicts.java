package org.inferometer.result.table;

import java.util.List;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;

/** What may be said of the stacks, in sentences. */
final class Verdicts {
  private Verdicts() {}

  /** One sentence per comparison of {@code cell}. */
  static List<String> of(Run run, Cell cell) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell))
        .map(one -> sentence(run, one))
        .toList();
  }

  private static String sentence(Run run, Comparison one) {
    return "%s %s: %s%s %s%s"
        .formatted(
            one.metric().label(),
            CellTable.label(run, one.other()) + " / " + CellTable.label(run, one.base()),
            one.verdict().label(),
            one.ratio().isPresent() ? "," : "",
            Decimals.ratio(one.ratio()),
            one.suspect() ? " *" : "");
  }

  /** How the intervals were made, and how many differences chance alone would claim. */
  static List<String> notes(Run run) {
    long made =
        run.comparisons().stream().filter(c -> c.verdict() != Verdict.NOT_COMPARABLE).count();
    boolean paired = run.comparisons().stream().allMatch(Comparison::paired);
    return List.of(
        "± and [ ]: %s.".formatted(Estimate.Interval.STUDENT_T.label()),
        paired
            ? "Stacks took turns; repeat i of one is compared with repeat i of the other."
            : "Stacks were measured one after the other: a drift of the machine counts as a "
                + "difference between them (Welch's t).",
        "%d comparisons were made; of as many comparisons without any difference, about %.1f would"
                .formatted(made, 0.05 * made)
            + " be called different by chance.");
  }
}
