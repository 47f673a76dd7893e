package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.wire.Deadlines;

/**
 * A scenario with every default filled in and every path absolute. Holds no secret: variables of
 * the environment stay names until a stack is launched, API keys until a request is sent.
 *
 * @param folder folder of the scenario file, in which launched stacks run
 * @param stacks in the order of the figures
 * @param seed origin of every random choice of a run
 * @param telemetryInterval time between two readings of memory and power
 * @param search for the largest load that meets targets, in place of loads; null for none
 * @param tenants who asks at the same time, each a stack of its own; null where stacks take turns
 */
@JsonIgnoreProperties(
    "parallelism") // of plans of earlier versions, which have it in their tasks, too
public record Scenario(
    String name,
    String description,
    long seed,
    Path folder,
    List<Model> models,
    List<Stack> stacks,
    List<Task> tasks,
    List<Mode> modes,
    Measurement measure,
    Deadlines deadlines,
    @JsonProperty("telemetry_interval") Duration telemetryInterval,
    @JsonInclude(JsonInclude.Include.NON_NULL) LoadSearch search,
    @JsonInclude(JsonInclude.Include.NON_NULL) Tenants tenants) {

  public Scenario {
    models = List.copyOf(models);
    stacks = List.copyOf(stacks);
    tasks = List.copyOf(tasks);
    modes = List.copyOf(modes);
  }

  /** Without a search and without tenants. */
  public Scenario(
      String name,
      String description,
      long seed,
      Path folder,
      List<Model> models,
      List<Stack> stacks,
      List<Task> tasks,
      List<Mode> modes,
      Measurement measure,
      Deadlines deadlines,
      Duration telemetryInterval) {
    this(
        name,
        description,
        seed,
        folder,
        models,
        stacks,
        tasks,
        modes,
        measure,
        deadlines,
        telemetryInterval,
        null,
        null);
  }

  /** The same scenario, measured otherwise. */
  public Scenario with(Measurement other) {
    return new Scenario(
        name,
        description,
        seed,
        folder,
        models,
        stacks,
        tasks,
        modes,
        other,
        deadlines,
        telemetryInterval,
        search,
        tenants);
  }

  /** What {@code trial} takes, without its process; of those that run at the same time its part. */
  public Duration length(Trial trial) {
    return trial.neighbours() == null
        ? measure.trial(trial.load())
        : tenants
            .buildUp(measure)
            .plus(tenants.measured(measure))
            .dividedBy(1 + trial.neighbours().size());
  }

  /** The model called {@code name}. */
  public Model model(String name) {
    return find("model", models, Model::name, name);
  }

  /** The stack called {@code name}. */
  public Stack stack(String name) {
    return find("stack", stacks, Stack::name, name);
  }

  /**
   * The stacks that are the same running server as {@code stack}, itself among them: what one of
   * them asks stays in the cache of all.
   */
  public List<Stack> onServerOf(Stack stack) {
    return stacks.stream().filter(one -> one.equals(stack) || one.isServerOf(stack)).toList();
  }

  /** Whether {@code stack} is the first name that its server has among the stacks. */
  public boolean isFirstOfServer(Stack stack) {
    return onServerOf(stack).get(0).equals(stack);
  }

  /** The task called {@code name}. */
  public Task task(String name) {
    return find("task", tasks, Task::name, name);
  }

  /** The same; null where none is called so, as records of another scenario may say. */
  public Task taskIfAny(String name) {
    return tasks.stream().filter(task -> task.name().equals(name)).findFirst().orElse(null);
  }

  /** The tasks that a trial of {@code name} asks: that one, or all that it mixes. */
  public List<Task> tasks(String name) {
    return each(name).map(this::task).toList();
  }

  /** The models that a trial of {@code name} asks: that one, or all that it mixes. */
  public List<Model> models(String name) {
    return each(name).map(this::model).toList();
  }

  private static Stream<String> each(String name) {
    return Stream.of(name.split(Pattern.quote(Load.BESIDE)));
  }

  private static <T> T find(String kind, List<T> all, Function<T, String> nameOf, String name) {
    return all.stream()
        .filter(one -> nameOf.apply(one).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no %s is called %s; there are %s"
                        .formatted(kind, name, all.stream().map(nameOf).toList())));
  }
}
