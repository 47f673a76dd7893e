package org.inferometer.scenario;

import org.inferometer.record.Mode;

/**
 * One measured repeat of a cell on one stack: what one benchmark process does.
 *
 * @param name names the cell in files; the same for every stack and repeat
 * @param parallelism requests kept in flight
 * @param repeat from 1, counted over all launches
 * @param launch which start of the stacks it belongs to, from 1
 */
public record Trial(
    String stack,
    String name,
    Measure measure,
    String model,
    String task,
    Mode mode,
    int parallelism,
    int repeat,
    int launch) {

  /** For a reader: the name, the stack and the repeat. */
  @Override
  public String toString() {
    return "%s on %s, repeat %d".formatted(name, stack, repeat);
  }

  static String name(Measure measure, String model, String task, Mode mode, int parallelism) {
    return "%s-%s-%s-%s-p%d".formatted(measure.label(), model, task, mode.label(), parallelism);
  }
}
