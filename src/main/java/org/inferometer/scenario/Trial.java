package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;

/**
 * One measured repeat of a cell on one stack: what one benchmark process does.
 *
 * @param name names the cell in files; the same for every stack and repeat
 * @param task name of the task that it asks, or of all that it mixes: see {@link Load#asked}
 * @param load when its requests start
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
    @JsonAlias("parallelism") Load load,
    int repeat,
    int launch) {

  /** Itself, or, where it mixes tasks, what it would be of each of them. */
  public List<Trial> parts() {
    return load.mix().isEmpty()
        ? List.of(this)
        : load.mix().keySet().stream()
            .map(one -> new Trial(stack, name, measure, model, one, mode, load, repeat, launch))
            .toList();
  }

  /** For a reader: the name, the stack and the repeat. */
  @Override
  public String toString() {
    return "%s on %s, repeat %d".formatted(name, stack, repeat);
  }

  /** How the cell of a trial is called in files. */
  public static String name(Measure measure, String model, String task, Mode mode, Load load) {
    return "%s-%s-%s-%s-%s".formatted(measure.label(), model, task, mode.label(), load.name());
  }
}
