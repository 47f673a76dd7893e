package org.inferometer.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.inferometer.telemetry.ServerReading;

/**
 * What a server says of itself at one time; what it does not say is absent.
 *
 * @param metrics name of the metric that each reading was taken from
 */
public record ServerCounters(
    Map<ServerReading, Double> values, Map<ServerReading, String> metrics) {

  /** Of a server that says nothing. */
  static final ServerCounters NONE = new ServerCounters(Map.of(), Map.of());

  /** Whether nothing is known. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Requests that it works on or that wait, as far as it tells. */
  public double atWork() {
    return values.getOrDefault(ServerReading.RUNNING, 0.0)
        + values.getOrDefault(ServerReading.WAITING, 0.0);
  }

  /** The values by their names in files, and the metrics; empty where nothing is known. */
  public Optional<Map<String, Object>> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    values.forEach((reading, value) -> told.put(reading.id(), value));
    metrics.forEach((reading, metric) -> names.put(reading.id(), metric));
    told.put("metrics", names);
    return isEmpty() ? Optional.empty() : Optional.of(told);
  }
}
