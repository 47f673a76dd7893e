package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.inferometer.result.Reason.Code;
import org.inferometer.result.Totals.Reading;
import org.inferometer.scenario.Scenario;
import org.inferometer.telemetry.ReadingNames;

/**
 * What the instrument says of itself.
 *
 * @param directory of the run
 * @param scenario of the run
 * @param calibration {@code calibration.json}: its error at the run's concurrencies; a missing node
 *     if the run has none
 * @param problems gets what could not be read
 */
record Health(
    RunDirectory directory, Scenario scenario, JsonNode calibration, Consumer<String> problems) {
  private static final double CALIBRATION_ERROR = 0.05;
  private static final double OWN_DELAY = 0.05;

  /** NVML's reasons for a lower clock than asked for: hardware slowdown, heat, power brake. */
  private static final long THROTTLED = 0x8 | 0x20 | 0x40 | 0x80;

  /** Why {@code trial} is not to be believed, if there is a reason. */
  List<Reason> reasons(TrialResult trial, List<Iteration> iterations, Tenancy tenancy) {
    List<Reason> reasons =
        new ArrayList<>(
            ClientLoad.read(directory.health(trial.stack(), trial.cell().trial()), problems)
                .reasons());
    ownErrors(trial, reasons);
    Metric latency = trial.estimate(Metric.P2FT).isPresent() ? Metric.P2FT : Metric.TOTAL_LATENCY;
    if (!(trial.estimate(Metric.HELD_BACK).value() > 0)) {
      share(
          Code.OWN_DELAY,
          trial.estimate(Metric.SCHEDULE_DELAY).value(),
          trial,
          latency,
          OWN_DELAY,
          reasons);
    }
    boolean throttled =
        iterations.stream().anyMatch(one -> isThrottled(one.totals.readings, tenancy));
    if (throttled) {
      reasons.add(new Reason(Code.THROTTLED, 1, 0));
    }
    return reasons;
  }

  /** Of the GPUs that the stack uses; of all where these are not known. */
  private static boolean isThrottled(Map<String, Reading> readings, Tenancy tenancy) {
    return OwnGpus.used(readings, tenancy).stream()
        .map(gpu -> readings.get(Telemetry.key(gpu, ReadingNames.THROTTLE_REASONS)))
        .anyMatch(one -> one != null && (one.bits & THROTTLED) != 0);
  }

  private void ownErrors(TrialResult trial, List<Reason> reasons) {
    OwnError error = OwnError.of(calibration, scenario.stack(trial.stack()), trial.cell());
    for (Metric metric : List.of(Metric.P2FT, Metric.TPOT, Metric.TOTAL_LATENCY)) {
      share(
          Code.OWN_ERROR,
          error.mean(metric).orElse(Double.NaN),
          trial,
          metric,
          CALIBRATION_ERROR,
          reasons);
    }
  }

  private static void share(
      Code code, double part, TrialResult trial, Metric of, double limit, List<Reason> reasons) {
    double share = part / trial.estimate(of).value();
    if (share > limit) {
      reasons.add(new Reason(code, share, limit, of.label()));
    }
  }
}
