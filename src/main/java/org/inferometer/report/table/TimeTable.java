package org.inferometer.report.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.inferometer.result.CacheUse;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.ServerSide;
import org.inferometer.result.Statistic;
import org.inferometer.result.TimePart;
import org.inferometer.result.TrialResult;

/** Why the slowest requests are slow: where time went, and what held requests up. */
final class TimeTable {
  /** What the numbers are of. */
  static final String NOTE =
      "Where the time went: means in ms over all requests of a trial, warm-up included, by the"
          + " server's counters where it tells; what stands between its time and the client's is"
          + " outside the server. The slow latency and the mean beside it are of the measured requests"
          + " alone, as in all other tables. Requests in the queue and the use of the KV cache as read once a"
          + " second in the measured time, and while the slowest hundredth of the requests were under"
          + " way.";

  private TimeTable() {}

  /** Empty where no server tells. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    List<TrialResult> trials =
        cells.stream().flatMap(cell -> CellTable.trials(run, cell).stream()).toList();
    if (trials.stream().noneMatch(one -> one.side().isTold())) {
      return Optional.empty();
    }
    List<TimePart> parts =
        Arrays.stream(TimePart.values())
            .filter(part -> trials.stream().anyMatch(one -> one.side().parts().containsKey(part)))
            .toList();
    List<String> header = CellTable.names(cells);
    Metric latency = Metric.TOTAL_LATENCY.under(cells.get(0).load());
    header.addAll(List.of("slow latency, ms", "mean"));
    parts.forEach(part -> header.add(part.label()));
    header.addAll(
        List.of(
            "preemptions per 100",
            "prompt cached",
            "waiting (most)",
            "at the slowest",
            "KV cache, most"));
    return Optional.of(
        new Grid(header, trials.stream().map(one -> row(run, one, latency, parts)).toList()));
  }

  private static List<String> row(Run run, TrialResult one, Metric latency, List<TimePart> parts) {
    ServerSide side = one.side();
    List<String> row = CellTable.names(run, one);
    row.add(slow(one, latency));
    row.add(Decimals.of(one.estimate(latency).value()));
    parts.forEach(part -> row.add(Decimals.of(side.parts().getOrDefault(part, Double.NaN))));
    row.add(Decimals.of(100 * side.preemptions() / side.requests()));
    CacheUse cache = one.asked().cache();
    row.add(percent(cache == null ? Double.NaN : cache.share()));
    row.add(
        Double.isNaN(side.waiting())
            ? ""
            : "%s (%s)".formatted(Decimals.of(side.waiting()), Decimals.of(side.mostWaiting())));
    row.add(Decimals.of(side.waitingAtSlowest()));
    row.add(percent(side.mostKvCache()));
    return row;
  }

  /** The highest percentile that there are enough requests for. */
  private static String slow(TrialResult one, Metric latency) {
    return Stream.of(Statistic.P99, Statistic.P95, Statistic.P90)
        .filter(statistic -> one.estimate(latency, statistic).isPresent())
        .findFirst()
        .map(
            statistic ->
                "%s (%s)"
                    .formatted(
                        Decimals.of(one.estimate(latency, statistic).value()), statistic.label()))
        .orElse("");
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
