package org.inferometer.result;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;

/**
 * One iteration as the process that measured it may tell of it: by the same code as the summary of
 * a run.
 *
 * @param summary its metrics; nothing of the machine
 * @param seconds what the rates are divided by: see {@link Repetition#seconds}
 * @param values of every distribution all values, ascending, in the metric's unit
 */
public record MeasuredIteration(Summary summary, double seconds, Map<Metric, double[]> values) {
  /** Of the records of one iteration, edges included; empty where none was measured. */
  public static Optional<MeasuredIteration> of(Collection<RequestRecord> records, Load load) {
    return of(records, load, record -> true);
  }

  /**
   * The same.
   *
   * @param active whether all who were to ask when a request was due did: if not it is not measured
   */
  public static Optional<MeasuredIteration> of(
      Collection<RequestRecord> records, Load load, Predicate<RequestRecord> active) {
    Iteration iteration = new Iteration(1, 1, false);
    records.forEach(
        record -> iteration.add(record, active.test(record), Slo.NONE, CommonPrompts.ALL));
    iteration.finish(load, Telemetry.NONE);
    if (!iteration.isMeasured()) {
      return Optional.empty();
    }
    Summary summary = new Summary();
    iteration.samples.forEach(summary::put);
    iteration.totals.rates(summary, Slo.NONE.appliesTo(Mode.STREAM));
    iteration.means.put(summary);
    return Optional.of(
        new MeasuredIteration(
            summary,
            iteration.totals.seconds,
            iteration.samples.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().values()))));
  }
}
