package org.inferometer.scenario;

import org.inferometer.record.Mode;

/**
 * One cell of a plan: what one benchmark process measures on one stack.
 *
 * @param name names the cell in files; the same for every stack and repeat
 * @param parallelism requests kept in flight
 * @param repeat from 1
 */
public record Trial(
    String stack,
    String name,
    Measure measure,
    String model,
    String task,
    Mode mode,
    int parallelism,
    int repeat) {

  static String name(Measure measure, String model, String task, Mode mode, int parallelism) {
    return "%s-%s-%s-%s-p%d".formatted(measure.label(), model, task, mode.label(), parallelism);
  }
}
