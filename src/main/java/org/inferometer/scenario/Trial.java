package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
import org.inferometer.record.Mode;

/**
 * One measured repeat of a cell on one stack: what one benchmark process does.
 *
 * @param name names the cell in files; the same for every stack and repeat
 * @param model name of the model that it asks, or of all that it mixes: see {@link Load#whole}
 * @param task name of the task that it asks, or of all that it mixes
 * @param load when its requests start
 * @param repeat from 1, counted over all launches
 * @param launch which start of the stacks it belongs to, from 1
 * @param neighbours the tenants that ask at the same time, none if it is alone; null where the
 *     scenario has no tenants
 * @param sharing how its server shares the machine with those of other tenants; null where nothing
 *     is set up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(
    String stack,
    String name,
    Measure measure,
    String model,
    String task,
    Mode mode,
    @JsonAlias("parallelism") Load load,
    int repeat,
    int launch,
    List<Neighbour> neighbours,
    Sharing sharing) {
  /** Files are called so, with an ending, and have names of at most 255 bytes. */
  static final int LONGEST_NAME = 200;

  public Trial {
    neighbours = neighbours == null ? null : List.copyOf(neighbours);
  }

  /** Of a scenario without tenants. */
  public Trial(
      String stack,
      String name,
      Measure measure,
      String model,
      String task,
      Mode mode,
      Load load,
      int repeat,
      int launch) {
    this(stack, name, measure, model, task, mode, load, repeat, launch, null, null);
  }

  /** What its requests are drawn by: of a tenant the same alone and with others. */
  public String sequence() {
    return neighbours == null ? name : name(measure, model, task, mode, load);
  }

  /** Who asks at the same time, it among them, each with its load, and how they share. */
  public List<String> point() {
    SortedSet<String> all = new TreeSet<>();
    all.add(new Neighbour(stack, load).toString());
    if (neighbours != null) {
      neighbours.forEach(one -> all.add(one.toString()));
    }
    List<String> point = new ArrayList<>(all);
    if (sharing != null) {
      point.add(sharing.label());
    }
    return point;
  }

  /** Whether both are carried out at the same time. */
  public boolean isWith(Trial other) {
    return neighbours != null
        && other.neighbours != null
        && repeat == other.repeat
        && point().equals(other.point());
  }

  /** {@code trials} one by one; of tenants those that are carried out at the same time together. */
  public static List<List<Trial>> points(List<Trial> trials) {
    List<List<Trial>> points = new ArrayList<>();
    for (Trial one : trials) {
      List<Trial> last = points.isEmpty() ? List.of() : points.get(points.size() - 1);
      if (last.isEmpty() || !last.get(0).isWith(one)) {
        last = new ArrayList<>();
        points.add(last);
      }
      last.add(one);
    }
    return points;
  }

  /** Itself, or, where it mixes tasks, what it would be of each of them. */
  public List<Trial> parts() {
    return load.mix().isEmpty() ? List.of(this) : load.parts(model).stream().map(this::of).toList();
  }

  private Trial of(Part one) {
    return new Trial(stack, name, measure, one.model(), one.task(), mode, load, repeat, launch);
  }

  /** For a reader: the name, the stack and the repeat. */
  @Override
  public String toString() {
    return "%s on %s, repeat %d".formatted(name, stack, repeat);
  }

  /** How the cell of a trial is called in files. */
  public static String name(Measure measure, String model, String task, Mode mode, Load load) {
    return fileName(
        "%s-%s-%s-%s-%s".formatted(measure.label(), model, task, mode.label(), load.name()));
  }

  /** {@code name}, with a hash in place of its end where no file could be called so. */
  public static String fileName(String name) {
    String hash = "-" + Integer.toHexString(name.hashCode());
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - hash.length()) + hash;
  }
}
