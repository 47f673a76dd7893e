package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the instrument says of itself.
 *
 * @param directory of the run
 * @param calibration {@code calibration.json}: its error at the run's concurrencies; a missing node
 *     if the run has none
 * @param problems gets what could not be read
 */
record Health(RunDirectory directory, JsonNode calibration, Consumer<String> problems) {
  private static final double CALIBRATION_ERROR = 0.05;
  private static final double OWN_DELAY = 0.05;

  /** NVML's reasons for a lower clock than asked for: hardware slowdown, heat, power brake. */
  private static final long THROTTLED = 0x8 | 0x20 | 0x40 | 0x80;

  private static final Map<String, Metric> ERRORS =
      Map.of(
          "p2ftMillis", Metric.P2FT,
          "tpotMillis", Metric.TPOT,
          "totalMillis", Metric.TOTAL_LATENCY);

  /** Why {@code trial} is not to be believed, if there is a reason. */
  List<String> reasons(TrialResult trial, List<Iteration> iterations) {
    List<String> reasons =
        new ArrayList<>(
            ClientLoad.read(directory.health(trial.stack(), trial.cell().name()), problems)
                .reasons());
    calibration.path("points").forEach(point -> calibration(trial, point, reasons));
    double delay = trial.estimate(Metric.SCHEDULE_DELAY).value();
    Metric latency = trial.estimate(Metric.P2FT).isPresent() ? Metric.P2FT : Metric.TOTAL_LATENCY;
    share(
        "the client itself delays requests by %.2f ms, %.1f %% of the %s, limit 5 %%",
        delay, trial.estimate(latency).value(), latency, OWN_DELAY, reasons);
    boolean throttled =
        iterations.stream()
            .map(one -> one.totals)
            .flatMap(totals -> totals.readings.entrySet().stream())
            .filter(one -> one.getKey().endsWith(" throttleReasons"))
            .anyMatch(one -> (one.getValue().bits & THROTTLED) != 0);
    if (throttled) {
      reasons.add("a GPU was throttled for heat or by its hardware");
    }
    return reasons;
  }

  private static void calibration(TrialResult trial, JsonNode point, List<String> reasons) {
    if (point.path("point").path("streams").asInt() != trial.cell().parallelism()) {
      return;
    }
    ERRORS.forEach(
        (key, metric) ->
            share(
                "the instrument's own error of %.2f ms is %.1f %% of the %s, limit 5 %%",
                point.path(key).path("mean").asDouble(Double.NaN),
                trial.estimate(metric).value(),
                metric,
                CALIBRATION_ERROR,
                reasons));
  }

  private static void share(
      String form, double part, double all, Metric metric, double limit, List<String> reasons) {
    if (part / all > limit) {
      reasons.add(String.format(Locale.ROOT, form, part, 100 * part / all, metric.label()));
    }
  }
}
