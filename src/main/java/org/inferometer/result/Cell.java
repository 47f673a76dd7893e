package org.inferometer.result;

import java.util.List;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;

/**
 * What was measured, whichever the stack: stacks are compared within a cell.
 *
 * @param name of the cell in files
 * @param task what was asked, or all that was mixed: see {@link Load#asked}
 * @param load when its requests start
 */
public record Cell(String name, Measure measure, String model, String task, Mode mode, Load load) {

  /** The cell of {@code trial}. */
  public static Cell of(Trial trial) {
    return new Cell(
        trial.name(), trial.measure(), trial.model(), trial.task(), trial.mode(), trial.load());
  }

  /** The name of its trial in files: tasks that are mixed are asked by one trial. */
  public String trial() {
    return isPart() ? nameOf(load.asked(task)) : name;
  }

  /** Whether it is about one of the tasks that its trial mixes. */
  public boolean isPart() {
    return !task.equals(load.asked(task));
  }

  /** Whether it is about all the tasks that its trial mixes. */
  public boolean isMix() {
    return !load.mix().isEmpty() && !isPart();
  }

  /** Whether requests of {@code other} belong to it. */
  boolean asks(String other) {
    return isMix() ? load.mix().containsKey(other) : task.equals(other);
  }

  /** The cells of the tasks that it mixes, if it mixes any. */
  List<Cell> parts() {
    return load.mix().keySet().stream()
        .map(one -> new Cell(nameOf(one), measure, model, one, mode, load))
        .toList();
  }

  private String nameOf(String asked) {
    return Trial.name(measure, model, asked, mode, load);
  }

  /** Whether the same requests are made of a stack here and in {@code other}. */
  boolean asksAs(Cell other) {
    return model.equals(other.model)
        && task.equals(other.task)
        && mode == other.mode
        && load.equals(other.load);
  }
}
