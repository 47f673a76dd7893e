package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
import org.inferometer.record.Mode;

/**
 * The trials of a run in the order in which they run, and the scenario that they come from. Written
 * to {@code plan.json}; all that a benchmark process needs to know.
 *
 * @param interleaved whether the stacks take turns within a cell, so that a drift of the machine
 *     falls on all of them alike
 * @param leftOut what of the scenario is not to be measured, and why: a run of such a plan is
 *     partial, and says so
 * @param stopped why cells were repeated so often, where the scenario asks for a precision; written
 *     when the run has ended
 * @param added the first repeat of each lot that was added when results were there
 */
public record Plan(
    Scenario scenario,
    boolean interleaved,
    List<Trial> trials,
    @JsonProperty("left_out") List<String> leftOut,
    List<Stopped> stopped,
    List<Integer> added) {
  private static final int MOST_REPEATS = 1000;
  private static final ObjectMapper JSON = PlanJson.mapper();

  public Plan {
    trials = List.copyOf(trials);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    stopped = stopped == null ? List.of() : List.copyOf(stopped);
    added = added == null ? List.of() : List.copyOf(added);
  }

  /**
   * Every model x task x mode x load, each on every stack and repeated. Models come one after the
   * other, because stacks are restarted for them, and for each launch; after them those that are
   * asked beside each other. Where the stacks are up together, they take turns in every cell, in an
   * order that changes from cell to cell and from repeat to repeat; else one stack does all its
   * trials of a launch before the next, in an order that changes from launch to launch. Of tenants
   * see {@link TenantTrials}.
   */
  public static Plan of(Scenario scenario) {
    Measurement measure = scenario.measure();
    boolean interleaved = scenario.stacks().size() > 1 && measure.stacksTogether();
    if (scenario.tenants() != null) {
      List<Trial> trials = TenantTrials.of(scenario);
      return new Plan(scenario, interleaved, trials, List.of(), List.of(), List.of());
    }
    List<Trial> trials = new ArrayList<>();
    for (List<Trial> cells : cells(scenario)) {
      for (int launch = 1; launch <= measure.launches(); launch++) {
        if (interleaved) {
          repeats(measure, launch, cells, scenario.stacks(), trials);
        } else {
          for (Stack stack : turn(scenario.stacks(), launch - 1)) {
            repeats(measure, launch, cells, List.of(stack), trials);
          }
        }
      }
    }
    return new Plan(scenario, interleaved, trials, List.of(), List.of(), List.of());
  }

  /** Whether stacks that are not up together are each up once in every launch. */
  public boolean inRounds() {
    return !interleaved && scenario.measure().launches() > 1 && stacks().size() > 1;
  }

  /**
   * Whether stacks are compared unit by unit, as those that took turns are, repeat by repeat, and
   * those that were up once in every launch, launch by launch.
   */
  public boolean paired() {
    return interleaved || inRounds();
  }

  /** The stacks that have trials, in the order of figures. */
  public List<Stack> stacks() {
    Set<String> names = trials.stream().map(Trial::stack).collect(Collectors.toSet());
    return scenario.stacks().stream().filter(one -> names.contains(one.name())).toList();
  }

  /** The same plan with no other trials than {@code wanted}. */
  public Plan without(List<Trial> wanted, String leftOut) {
    List<String> all = new ArrayList<>(this.leftOut);
    all.add(leftOut);
    return new Plan(scenario, interleaved, wanted, all, stopped, added);
  }

  /** The same plan with other trials. */
  public Plan with(List<Trial> others) {
    return new Plan(scenario, interleaved, others, leftOut, stopped, added);
  }

  /** The same plan, when it is known why its cells were repeated so often. */
  public Plan stopped(List<Stopped> why) {
    return new Plan(scenario, interleaved, trials, leftOut, why, added);
  }

  /**
   * The same plan with {@code repeats} of each of its cells on each stack, in the order in which a
   * plan of so many would have them.
   *
   * @throws IllegalArgumentException saying why there cannot be so many
   */
  public Plan extended(int repeats) {
    if (scenario.search() != null) {
      throw new IllegalArgumentException(
          "its scenario has a search, which repeats as often as it needs; allowed: a new run");
    }
    Measurement measure = scenario.measure();
    if (measure.until() != null || measure.launches() > 1 || measure.timeBudget() != null) {
      throw new IllegalArgumentException(
          "its scenario has until, launches or a time budget, which say how many there are;"
              + " allowed: a new run");
    }
    if (repeats <= measure.repeats() || repeats > MOST_REPEATS) {
      throw new IllegalArgumentException(
          "there are %d of each cell; allowed: a whole number from %d to %d"
              .formatted(measure.repeats(), measure.repeats() + 1, MOST_REPEATS));
    }
    Plan whole = of(scenario.with(measure.with(repeats, measure.iterationTime())));
    Set<String> cells = trials.stream().map(Plan::cellOnStack).collect(Collectors.toSet());
    List<Integer> lots = new ArrayList<>(added);
    lots.add(measure.repeats() + 1);
    return new Plan(
        whole.scenario,
        interleaved,
        whole.trials.stream().filter(one -> cells.contains(cellOnStack(one))).toList(),
        leftOut,
        stopped,
        lots);
  }

  private static String cellOnStack(Trial trial) {
    return trial.name() + " on " + trial.stack();
  }

  /** Reads a plan that {@link #write} has written. */
  public static Plan read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), Plan.class);
    } catch (JsonProcessingException e) {
      // A file that is cut off inside a part of the plan is told of by the reader of that part.
      if (e instanceof JsonParseException || e.getCause() instanceof JsonParseException) {
        throw new IllegalStateException(
            "%s is damaged in line %d; nothing of the run can be read without it"
                .formatted(file, e.getLocation().getLineNr()),
            e);
      }
      throw new IllegalStateException(
          "%s is of another version of inferometer, from %s on; read the run with that version"
              .formatted(file, place(e)),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the plan " + file + ": " + e.getMessage(), e);
    }
  }

  private static String place(JsonProcessingException mistake) {
    String keys =
        mistake instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(one -> one.getFieldName() == null ? "" + one.getIndex() : one.getFieldName())
                .collect(Collectors.joining("."))
            : "";
    return keys.isEmpty() ? "its beginning" : keys;
  }

  /** Writes this plan as JSON, in place of another only when it is whole. */
  public void write(Path file) {
    try {
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(whole, JSON.writeValueAsString(this) + "\n");
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the plan " + file + ": " + e.getMessage(), e);
    }
  }

  /** The cells of each model, and of those that are asked beside each other. */
  private static Collection<List<Trial>> cells(Scenario scenario) {
    Map<String, List<Trial>> cells = new LinkedHashMap<>();
    scenario.models().forEach(one -> cells.put(one.name(), cells(scenario, one.name())));
    for (Load load : mixes(scenario, true)) {
      String models = load.whole(new Part("", "")).model();
      cells.computeIfAbsent(models, x -> new ArrayList<>()).addAll(mixed(scenario, load, models));
    }
    return cells.values();
  }

  private static List<Trial> cells(Scenario scenario, String model) {
    List<Trial> cells = new ArrayList<>();
    for (Task task : scenario.tasks()) {
      for (Mode mode : task.modes()) {
        if (mode == Mode.STREAM && scenario.measure().firstToken() && !alone(task).isEmpty()) {
          cells.add(cell(Measure.FIRST_TOKEN, model, task.name(), mode, Closed.ONE));
        }
        for (Load load : alone(task)) {
          cells.add(cell(Measure.COMPLETE, model, task.name(), mode, load));
        }
      }
    }
    mixes(scenario, false).forEach(load -> cells.addAll(mixed(scenario, load, model)));
    return cells;
  }

  private static List<Load> alone(Task task) {
    return task.loads().stream().filter(load -> load.mix().isEmpty()).toList();
  }

  /** Loads that mix tasks, and say of which models or leave it to others. */
  private static List<Load> mixes(Scenario scenario, boolean named) {
    return scenario.tasks().stream()
        .flatMap(task -> task.loads().stream())
        .filter(load -> !load.mix().isEmpty() && load.namesModels() == named)
        .distinct()
        .toList();
  }

  /** The cells of a load that mixes tasks, in the modes that all of these have. */
  private static List<Trial> mixed(Scenario scenario, Load load, String model) {
    Part whole = load.whole(new Part(model, ""));
    List<Task> tasks = scenario.tasks(whole.task());
    List<Mode> modes = new ArrayList<>(tasks.get(0).modes());
    tasks.forEach(task -> modes.retainAll(task.modes()));
    return modes.stream()
        .map(mode -> cell(Measure.COMPLETE, model, whole.task(), mode, load))
        .toList();
  }

  private static Trial cell(Measure measure, String model, String task, Mode mode, Load load) {
    String name = Trial.name(measure, model, task, mode, load);
    return new Trial(null, name, measure, model, task, mode, load, 0, 0);
  }

  private static void repeats(
      Measurement measure, int launch, List<Trial> cells, List<Stack> stacks, List<Trial> trials) {
    int all = measure.mostRepeats() / measure.launches();
    for (int repeat = (launch - 1) * all + 1; repeat <= launch * all; repeat++) {
      for (int i = 0; i < cells.size(); i++) {
        Trial cell = cells.get(i);
        for (Stack stack : turn(stacks, repeat - 1 + i)) {
          trials.add(
              new Trial(
                  stack.name(),
                  cell.name(),
                  cell.measure(),
                  cell.model(),
                  cell.task(),
                  cell.mode(),
                  cell.load(),
                  repeat,
                  launch));
        }
      }
    }
  }

  /**
   * Row {@code number} of the Williams design (Williams, Aust. J. Sci. Res. A 2, 1949): each stack
   * comes equally often at each place and after each other stack. Of two stacks it makes AB BA.
   */
  static <T> List<T> turn(List<T> stacks, int number) {
    int n = stacks.size();
    List<T> order = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int zigzag = i % 2 == 1 ? (i + 1) / 2 : n - i / 2;
      order.add(stacks.get((zigzag + number) % n));
    }
    if (n % 2 == 1 && number / n % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
