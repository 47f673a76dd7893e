package org.inferometer.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Readings of one source at one time; one line of {@code samples.jsonl}.
 *
 * <p>Units are part of the names. {@code host}: {@code memoryUsedBytes}, {@code
 * memoryAvailableBytes}, {@code cpuShare} (busy share of all processors since the reading before).
 * {@code stack:<name>}, summed over its process tree: {@code residentBytes}, {@code pssBytes}
 * (shared pages divided among those who share them; read less often), {@code cpuSeconds} (used so
 * far), {@code processes}, {@code gpuMemoryBytes}, {@code processes@gpu:<index>} (of those that
 * compute on that GPU, the tree's). {@code gpu:<index>}: {@code processes} (that compute on it,
 * anybody's), {@code memoryUsedBytes}, {@code utilizationPercent}, {@code powerWatts}, {@code
 * energyJoules} (so far), {@code temperatureCelsius}, {@code smClockMegahertz}, {@code
 * throttleReasons} (NVML's bit mask). What cannot be read is absent.
 *
 * @param at {@code Clock.nanos()}
 */
public record Sample(long at, String source, Map<String, Double> values) {
  public Sample {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
