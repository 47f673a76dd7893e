package org.inferometer.result.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.inferometer.record.Mode;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Unsaid;

/** What was compared, on what, how often and how exactly: the facts that a reader asks first. */
public final class RunFacts {
  private static final double GIB = 1L << 30;

  private final Run run;
  private final Map<String, List<String>> facts = new LinkedHashMap<>();

  private RunFacts(Run run) {
    this.run = run;
  }

  /** Sentences by subject; what the run does not tell is left out. */
  public static Map<String, List<String>> of(Run run) {
    RunFacts of = new RunFacts(run);
    of.stacks();
    of.load();
    of.asked();
    of.repeats();
    of.machine();
    of.instrument();
    of.validity();
    return of.facts;
  }

  private void put(String subject, List<String> sentences) {
    List<String> told = sentences.stream().filter(one -> !one.isEmpty()).toList();
    if (!told.isEmpty()) {
      facts.put(subject, told);
    }
  }

  /** How alike the stacks were asked. */
  private void asked() {
    put("asked", Unsaid.sentences(run.plan().scenario()));
    put("prompts", List.of(reuse(), common()));
    put("prefix cache", run.stacks().stream().map(this::cache).toList());
  }

  private String reuse() {
    if (!run.environment().has("run")) {
      return "";
    }
    List<String> reused =
        run.plan().scenario().tasks().stream().filter(Task::reuse).map(Task::name).toList();
    return "new for every request: a few words stand before each, the same for every stack"
        + (reused.isEmpty() ? "" : "; but asked over and over in " + String.join(", ", reused));
  }

  /** How much of what one stack measured another measured too. */
  private String common() {
    OptionalDouble least =
        run.trials().stream()
            .flatMap(
                one ->
                    run.trials().stream()
                        .filter(other -> other.cell().equals(one.cell()) && other != one)
                        .map(other -> one.asked().lengths().with(other.asked().lengths()).share()))
            .mapToDouble(Double::doubleValue)
            .min();
    return least.isEmpty() || Double.isNaN(least.getAsDouble())
        ? ""
        : String.format(
            Locale.ROOT,
            "of those that the slower of two stacks measured, the other measured at least %.0f %%",
            100 * least.getAsDouble());
  }

  private String cache(Stack stack) {
    DoubleSummaryStatistics shares =
        run.trials().stream()
            .filter(one -> one.stack().equals(stack.name()) && one.asked().cache() != null)
            .mapToDouble(one -> one.asked().cache().share())
            .summaryStatistics();
    return CellTable.label(run, stack.name())
        + (shares.getCount() == 0
            ? ": unknown, the stack does not tell"
            : String.format(
                Locale.ROOT,
                ": %.1f to %.1f %% of the prompt tokens of a trial came from it",
                100 * shares.getMin(),
                100 * shares.getMax()));
  }

  private void stacks() {
    put("stacks", run.stacks().stream().map(this::stack).toList());
    put(
        "model",
        run.plan().scenario().models().stream()
            .filter(one -> run.cells().stream().anyMatch(c -> c.model().equals(one.name())))
            .map(RunFacts::model)
            .toList());
  }

  private String stack(Stack stack) {
    StringBuilder text = new StringBuilder(CellTable.label(run, stack.name()));
    JsonNode known = known(stack);
    if (known.path("version").isTextual()) {
      text.append(", version ").append(known.path("version").textValue());
    }
    if (stack.launch() == null) {
      text.append(", running at ").append(known.path("url").asText("an address not told"));
    }
    return text.toString();
  }

  /** How each stack was started, by its name in tables; without those that ran already. */
  public static Map<String, String> commands(Run run) {
    Map<String, String> commands = new LinkedHashMap<>();
    for (Stack stack : run.stacks()) {
      Launch launch = stack.launch();
      if (launch != null) {
        commands.put(
            CellTable.label(run, stack.name()),
            (launch.inferometer() ? "inferometer serve " : "")
                + String.join(" ", launch.command()));
      }
    }
    return commands;
  }

  private JsonNode known(Stack stack) {
    return StreamSupport.stream(run.environment().path("stacks").spliterator(), false)
        .filter(one -> one.path("name").asText().equals(stack.name()))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  private static String model(Model model) {
    if (model.generate() != null) {
      return "%s: a %s of size %s with random weights of seed %d"
          .formatted(
              model.name(),
              model.generate().family(),
              model.generate().size(),
              model.generate().seed());
    }
    return model.name()
        + (model.directory() == null ? "" : " from " + model.directory().getFileName());
  }

  private void load() {
    put("tasks", List.of(distinct(run.cells().stream().map(Cell::task).toList())));
    List<Mode> modes = run.cells().stream().map(Cell::mode).distinct().toList();
    String p =
        distinct(
            run.cells().stream().map(Cell::parallelism).sorted().map(String::valueOf).toList());
    put(
        "load",
        List.of(
            modes.stream().map(Mode::label).collect(Collectors.joining(" and "))
                + ", at p = "
                + p
                + " requests in flight (a closed loop)"));
  }

  private static String distinct(List<String> all) {
    return all.stream().distinct().collect(Collectors.joining(", "));
  }

  private void repeats() {
    Measurement measure = run.plan().scenario().measure();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s of each cell on each stack, every one a trial: a fresh process that measures %s after %s of warm-up%s"
            .formatted(
                measure.until() == null
                    ? measure.repeats()
                    : measure.repeats() + " to " + measure.mostRepeats(),
                seconds(measure.iterationTime(), measure.iterations()),
                seconds(measure.warmupTime(), measure.warmupIterations()),
                order()));
    if (measure.launches() > 1) {
      sentences.add(
          "%d launches of the stacks, each with all of that: the launch is the independent unit"
              .formatted(measure.launches()));
    }
    run.plan().stopped().forEach(one -> sentences.add(one.toString()));
    put("repeats", sentences);
  }

  private String order() {
    return run.stacks().size() < 2
        ? ""
        : run.plan().interleaved()
            ? "; the stacks took turns"
            : "; one stack was measured after the other";
  }

  private static String seconds(Duration one, int times) {
    double seconds = one.toMillis() / 1000.0;
    String text =
        String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f s" : "%.2f s", seconds);
    return times == 1 ? text : times + " × " + text;
  }

  private void machine() {
    JsonNode host = run.environment().path("host");
    if (!host.isObject()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(host.path("cpu").asText());
    parts.add(host.has("cores") ? host.path("cores").asText() + " cores" : "");
    parts.add(
        host.has("memoryBytes")
            ? String.format(Locale.ROOT, "%.0f GiB", host.path("memoryBytes").asDouble() / GIB)
            : "");
    parts.add(host.path("kernel").asText(host.path("os").asText()));
    parts.add(host.path("jvm").asText());
    parts.removeIf(String::isEmpty);
    List<String> gpus = new ArrayList<>();
    host.path("gpus").path("gpus").forEach(gpu -> gpus.add(gpu.path("name").asText()));
    String status = host.path("gpus").path("status").asText();
    put(
        "machine",
        List.of(String.join(", ", parts), gpus.isEmpty() ? status : String.join(", ", gpus)));
    put("measured", List.of(day()));
  }

  private String day() {
    return run.environment().path("clock").path(0).path("wall").asText().replaceFirst("T.*", "")
        + (run.environment().has("inferometer")
            ? " with inferometer " + run.environment().path("inferometer").asText()
            : "");
  }

  private void instrument() {
    JsonNode points = run.calibration().path("points");
    if (points.isEmpty()) {
      put("own error", List.of("not measured in this run"));
      return;
    }
    put(
        "own error",
        List.of(
            "P2FT %s ms, latency %s ms, at p = %s"
                .formatted(
                    errors(points, "p2ftMillis"),
                    errors(points, "totalMillis"),
                    each(points, one -> one.path("point").path("streams").asText()))));
  }

  private static String errors(JsonNode points, String kind) {
    return each(
        points,
        one -> {
          JsonNode mean = one.path(kind).path("mean");
          return mean.isNumber() ? String.format(Locale.ROOT, "%.2f", mean.asDouble()) : "unknown";
        });
  }

  private static String each(JsonNode points, Function<JsonNode, String> text) {
    return StreamSupport.stream(points.spliterator(), false)
        .map(text)
        .collect(Collectors.joining(", "));
  }

  private void validity() {
    long suspect = run.trials().stream().filter(one -> !one.validity().isValid()).count();
    put(
        "validity",
        List.of(
            suspect == 0
                ? "all %d results (a cell on one stack) are valid".formatted(run.trials().size())
                : "%d of %d results (a cell on one stack) are suspect, marked * and drawn hollow"
                    .formatted(suspect, run.trials().size())));
  }
}
