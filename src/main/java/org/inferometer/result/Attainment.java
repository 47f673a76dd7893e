package org.inferometer.result;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.inferometer.record.RecordReader;
import org.inferometer.scenario.Task;

/**
 * How one repeat of a cell did against targets.
 *
 * @param met of each target the share of all measured requests that met it; what failed, or did not
 *     end, met none
 * @param goodput requests that met all, per second
 * @param failed share of the requests
 * @param growth requests more in flight with every second, over those that were to start in it; 0
 *     where that is not sure, and of closed loops
 * @param late whether the client itself started so many requests late that the trial is suspect
 */
public record Attainment(
    List<Double> met, double goodput, double failed, double growth, boolean late) {

  private static final Function<String, Task> NO_TASK = name -> null;

  /**
   * Of a repeat in a run that may still be under way.
   *
   * @param targets each by itself
   */
  public static Attainment of(
      RunDirectory run, String stack, Cell cell, int repeat, List<Slo> targets) {
    List<TrialRecords> views =
        Stream.concat(targets.stream(), Stream.of(all(targets)))
            .map(one -> new TrialRecords(stack, cell, one, CommonPrompts.ALL, NO_TASK))
            .toList();
    RecordReader.read(
        run.requests(stack, cell.trial()),
        record -> {
          if (record.fork() == repeat) {
            views.forEach(one -> one.add(record));
          }
        },
        problem -> {});
    List<Totals> totals = views.stream().map(Attainment::totals).toList();
    Totals all = totals.get(targets.size());
    return new Attainment(
        totals.subList(0, targets.size()).stream().map(Attainment::met).toList(),
        all.seconds > 0 ? all.good / all.seconds : 0,
        all.requests == 0 ? 1 : (double) all.failed / all.requests,
        all.pace.requests() > 1 ? all.pace.growth() / all.pace.asked() : 0,
        all.pace.late() > ValidityRules.LATE_STARTS * all.pace.requests());
  }

  private static double met(Totals one) {
    return one.requests == 0 ? 0 : (double) one.goodRequests / one.requests;
  }

  private static Totals totals(TrialRecords records) {
    Totals totals = new Totals();
    records.all().forEach(one -> one.finish(records.cell.load(), Telemetry.NONE));
    records.measured().forEach(one -> totals.add(one.totals));
    return totals;
  }

  private static Slo all(List<Slo> targets) {
    return targets.stream().reduce(Slo.NONE, Slo::and);
  }
}
