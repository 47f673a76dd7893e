package org.inferometer.result;

/**
 * One telemetry reading over the whole run.
 *
 * @param source {@code host}, {@code stack:<name>} or {@code gpu:<index>}
 * @param name of the reading, with its unit
 * @param seconds times of the readings, in seconds since the run's first request (negative before)
 * @param values the readings
 */
public record SampleSeries(String source, String name, double[] seconds, double[] values) {}
