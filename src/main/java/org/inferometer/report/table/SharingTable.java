package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.figure.Csv;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.TwoWays;

/** What a way of sharing the machine does for each tenant that another does not. */
public final class SharingTable {
  private static final List<Metric> METRICS =
      List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT, Metric.TOKEN_THROUGHPUT);

  private SharingTable() {}

  /** A row for each tenant, its neighbours and each metric; empty without two ways of sharing. */
  public static Optional<Grid> of(Run run) {
    List<List<String>> rows = new ArrayList<>();
    for (TwoWays one : TwoWays.of(run)) {
      for (Metric metric : METRICS) {
        one.comparison(metric.under(one.of().load()))
            .ifPresent(comparison -> rows.add(row(run, one, comparison)));
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Grid(List.of("ways", "tenant", "with", "metric", "ratio", "verdict"), rows));
  }

  private static List<String> row(Run run, TwoWays one, Comparison comparison) {
    return List.of(
        one.name(),
        one.of().name(),
        TenantTable.words(one.of().neighbours()),
        comparison.metric().label(),
        Decimals.ratio(comparison.ratio()),
        Verdicts.word(run.unit(), comparison));
  }

  /** How its words are to be read. */
  public static String note(Run run) {
    return (TwoWays.isPaired(run)
            ? "Ways took turns; launch i of one is compared with launch i of the other."
                + parted(run)
            : "Servers were started once for each way: a drift of the machine, or what one start"
                + " made of them, counts as a difference between ways (Welch's t); launches tell"
                + " them apart.")
        + " Declared: of a pair of ways the P2FT of streamed answers, total latency of the others, of"
        + " each tenant beside its neighbours, corrected by Holm; °: exploratory, each by itself at"
        + " 5 %; *: at least one of the two trials is suspect.";
  }

  private static String parted(Run run) {
    String parted =
        Verdicts.parted(
            TwoWays.of(run).stream().flatMap(one -> one.comparisons().stream()).toList(),
            run.unit());
    return parted.isEmpty() ? "" : " " + parted;
  }

  /** A row for each pair of ways, tenant, its neighbours and each metric; else empty. */
  static String csv(Run run) {
    List<TwoWays> all = TwoWays.of(run);
    if (all.isEmpty()) {
      return "";
    }
    Csv csv =
        new Csv()
            .line(
                List.of(
                    "base",
                    "other",
                    "tenant",
                    "load",
                    "with",
                    "metric",
                    "base_value",
                    "other_value",
                    "ratio",
                    "ratio_low",
                    "ratio_high",
                    "repeats",
                    "declared",
                    "verdict"));
    for (TwoWays one : all) {
      one.comparisons().forEach(comparison -> csv.line(line(one, comparison)));
    }
    return csv.toString();
  }

  private static List<String> line(TwoWays one, Comparison comparison) {
    Estimate ratio = comparison.ratio();
    return List.of(
        one.base().label(),
        one.other().label(),
        one.of().tenant(),
        one.of().load().label(),
        TenantTable.words(one.of().neighbours()),
        comparison.metric().id(),
        Csv.number(comparison.baseEstimate().value()),
        Csv.number(comparison.otherEstimate().value()),
        Csv.number(ratio.value()),
        Csv.number(ratio.low()),
        Csv.number(ratio.high()),
        String.valueOf(comparison.repeats()),
        String.valueOf(comparison.declared()),
        comparison.verdict().label());
  }
}
