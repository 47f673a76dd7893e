package org.inferometer.result.table;

import java.util.List;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;

/** What may be said of the stacks, in sentences. */
public final class Verdicts {
  private Verdicts() {}

  /** One sentence per comparison of {@code cell}. */
  public static List<String> of(Run run, Cell cell) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell))
        .map(one -> sentence(run, one))
        .toList();
  }

  private static String sentence(Run run, Comparison one) {
    String base = CellTable.label(run, one.base());
    String other = CellTable.label(run, one.other());
    String claim =
        switch (one.verdict()) {
          case FASTER, SLOWER, HIGHER, LOWER ->
              "%s is %s than %s in %s".formatted(other, one.verdict().label(), base, metric(one));
          case NO_DIFFERENCE_SHOWN, NOT_COMPARABLE ->
              "%s and %s: %s in %s".formatted(other, base, one.verdict().label(), metric(one));
        };
    String ratio = one.ratio().isPresent() ? ": " + Decimals.ratio(one.ratio()) : "";
    return claim + ratio + (one.suspect() ? " *" : "");
  }

  private static String metric(Comparison one) {
    return one.metric().label();
  }

  /** How the intervals were made, and how many differences chance alone would claim. */
  public static List<String> notes(Run run) {
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
