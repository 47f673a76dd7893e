package org.inferometer.result;

import java.util.List;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;

/**
 * What was measured, whichever the stack: stacks are compared within a cell.
 *
 * @param name of the cell in files
 * @param model which was asked, or all that were mixed: see {@link Load#whole}
 * @param task what was asked, or all that was mixed
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
    return isPart() ? nameOf(whole()) : name;
  }

  /** Whether it is about one of the tasks that its trial mixes. */
  public boolean isPart() {
    return !part().equals(whole());
  }

  /** Whether it is about all the tasks that its trial mixes. */
  public boolean isMix() {
    return !load.mix().isEmpty() && !isPart();
  }

  /** The cells of all that it asks: of what it mixes, or itself. */
  public List<Cell> asked() {
    return isMix() ? parts() : List.of(this);
  }

  /** Whether that is what it asks. */
  boolean asks(String thatModel, String thatTask) {
    return model.equals(thatModel) && task.equals(thatTask);
  }

  /** What its trial is about: itself, or all that is mixed there. */
  public Part whole() {
    return load.whole(part());
  }

  private Part part() {
    return new Part(model, task);
  }

  /** The cells of the tasks that it mixes, if it mixes any. */
  List<Cell> parts() {
    return load.parts(model).stream()
        .map(one -> new Cell(nameOf(one), measure, one.model(), one.task(), mode, load))
        .toList();
  }

  private String nameOf(Part asked) {
    return Trial.name(measure, asked.model(), asked.task(), mode, load);
  }

  /** Whether the same requests are made of a stack here and in {@code other}. */
  boolean asksAs(Cell other) {
    return model.equals(other.model)
        && task.equals(other.task)
        && mode == other.mode
        && load.equals(other.load);
  }
}
