package org.inferometer.result;

import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;

/**
 * What was measured, whichever the stack: stacks are compared within a cell.
 *
 * @param name the trial's name in files
 * @param load when its requests start
 */
public record Cell(String name, Measure measure, String model, String task, Mode mode, Load load) {

  /** The cell of {@code trial}. */
  public static Cell of(Trial trial) {
    return new Cell(
        trial.name(), trial.measure(), trial.model(), trial.task(), trial.mode(), trial.load());
  }

  /** Whether the same requests are made of a stack here and in {@code other}. */
  boolean asksAs(Cell other) {
    return model.equals(other.model)
        && task.equals(other.task)
        && mode == other.mode
        && load.equals(other.load);
  }
}
