package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;

/** Reads a run directory, as much of it as there is. */
final class RunReader {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();

  private final RunDirectory directory;
  private final Slo slo;
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  RunReader(RunDirectory directory, Slo slo) {
    this.directory = directory;
    this.slo = slo;
  }

  Run read() {
    if (!Files.isRegularFile(directory.plan())) {
      throw new IllegalArgumentException(noRun(directory.root()));
    }
    Plan plan = Plan.read(directory.plan());
    JsonNode environment = json(directory.environment());
    JsonNode calibration = json(directory.calibration());
    Map<Cell, List<Stack>> cells = cells(plan);
    Telemetry telemetry = Telemetry.read(directory.samples(), problems::add);
    long origin = origin(cells);
    TrialSummarizer summarizer =
        new TrialSummarizer(
            slo,
            plan.scenario().measure().windows(),
            plan.scenario().measure()::unit,
            telemetry,
            telemetry.idle(plan.scenario().stacks().stream().map(Stack::name).toList()),
            origin,
            Stretches.of(environment),
            new Health(directory, plan.scenario(), calibration, problems::add),
            ServerGrowth.read(directory, problems::add),
            Served.read(directory.served(), problems::add),
            plan.scenario()::taskIfAny,
            problems::add);
    List<TrialResult> trials = AskedRules.applied(plan.scenario(), trials(plan, cells, summarizer));
    unplanned(cells);
    List<FailedTrial> failed = FailedTrial.read(directory);
    List<Trial> left = left(plan, trials, failed);
    environment.path("left").forEach(sentence -> problems.add(sentence.asText()));
    PointLog.read(directory.tenants(), problem -> {}).stream()
        .flatMap(one -> one.told().stream())
        .forEach(problems::add);
    return new Run(
        directory,
        Files.exists(directory.done()),
        plan,
        slo,
        environment,
        trials,
        comparisons(plan, trials),
        telemetry.series(origin),
        calibration,
        left,
        failed,
        problems.stream().distinct().sorted().toList());
  }

  /** Of tenants none, as each is held against itself, and not against others. */
  private static List<Comparison> comparisons(Plan plan, List<TrialResult> trials) {
    return plan.scenario().tenants() == null
        ? Comparisons.of(trials, plan.paired(), Comparisons.level(plan.scenario().measure()))
        : List.of();
  }

  /** By stack what each repeat of {@code cell} has found of {@code metric} so far. */
  Map<String, SortedMap<Integer, Double>> repeats(Cell cell, Metric metric, Statistic statistic) {
    Plan plan = Plan.read(directory.plan());
    TrialSummarizer summarizer =
        new TrialSummarizer(
            slo,
            plan.scenario().measure().windows(),
            plan.scenario().measure()::unit,
            Telemetry.NONE,
            Map.of(),
            0,
            new Stretches(),
            new Health(directory, plan.scenario(), MissingNode.getInstance(), problems::add),
            Map.of(),
            Map.of(),
            plan.scenario()::taskIfAny,
            problems::add);
    Map<String, SortedMap<Integer, Double>> found = new LinkedHashMap<>();
    for (TrialResult one : trials(plan, Map.of(cell, cells(plan).get(cell)), summarizer)) {
      if (one.cell().equals(cell)) {
        found.put(one.stack(), new TreeMap<>(one.estimate(metric, statistic).byRepeat()));
      }
    }
    return found;
  }

  private static String noRun(Path root) {
    String found =
        Files.isDirectory(root)
            ? "it has no plan.json"
            : Files.exists(root) ? "it is no directory" : "there is no such directory";
    List<String> within = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> children = Files.list(root)) {
        children
            .filter(one -> Files.isRegularFile(new RunDirectory(one).plan()))
            .sorted()
            .forEach(one -> within.add(one.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + root + ": " + e.getMessage(), e);
      }
    }
    return "%s is no run: %s; give a directory made by \"inferometer run\"%s"
        .formatted(
            root,
            found,
            within.isEmpty() ? "" : ", such as " + within.get(within.size() - 1) + " in it");
  }

  private static Map<Cell, List<Stack>> cells(Plan plan) {
    Map<Cell, Set<String>> stacks = new LinkedHashMap<>();
    plan.trials()
        .forEach(
            one ->
                stacks
                    .computeIfAbsent(Cell.of(one), cell -> new LinkedHashSet<>())
                    .add(one.stack()));
    Map<Cell, List<Stack>> cells = new LinkedHashMap<>();
    stacks.forEach(
        (cell, names) ->
            cells.put(
                cell,
                plan.scenario().stacks().stream()
                    .filter(one -> names.contains(one.name()))
                    .toList()));
    return cells;
  }

  private long origin(Map<Cell, List<Stack>> cells) {
    return cells.entrySet().stream()
        .flatMap(
            cell ->
                cell.getValue().stream()
                    .map(stack -> directory.requests(stack.name(), cell.getKey().name())))
        .filter(Files::isRegularFile)
        .flatMap(file -> RecordReader.first(file).stream())
        .map(RequestRecord::started)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .min()
        .orElse(0);
  }

  private List<TrialResult> trials(
      Plan plan, Map<Cell, List<Stack>> cells, TrialSummarizer summarizer) {
    List<PointLog> points = PointLog.read(directory.tenants(), problems::add);
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
    try {
      Map<List<Path>, Future<CommonPrompts>> common = new HashMap<>();
      List<Future<List<TrialResult>>> pending = new ArrayList<>();
      cells.forEach(
          (cell, stacks) -> {
            List<Stack> measured =
                stacks.stream()
                    .filter(
                        one -> Files.isRegularFile(directory.requests(one.name(), cell.trial())))
                    .toList();
            for (Stack stack : measured) {
              Future<CommonPrompts> asked =
                  common.computeIfAbsent(
                      compared(plan, cell, measured, stack),
                      files -> threads.submit(() -> CommonPrompts.of(files)));
              pending.add(
                  threads.submit(
                      () ->
                          summarizer
                              .holding(slo(plan, stack))
                              .summarize(
                                  Tenancy.of(plan, stack, points),
                                  cell,
                                  directory.requests(stack.name(), cell.trial()),
                                  asked.get())));
            }
          });
      List<TrialResult> trials = new ArrayList<>();
      for (Future<List<TrialResult>> one : pending) {
        trials.addAll(one.get());
      }
      return trials;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + directory.root(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Slo slo(Plan plan, Stack stack) {
    return plan.scenario().tenants() == null
        ? slo
        : slo.and(Slo.of(plan.scenario().tenants().get(stack.name())));
  }

  /** Where it stands what all stacks were asked; of a tenant what it was, alone and with others. */
  private List<Path> compared(Plan plan, Cell cell, List<Stack> stacks, Stack stack) {
    return plan.scenario().tenants() == null
        ? stacks.stream().map(one -> directory.requests(one.name(), cell.trial())).toList()
        : plan.trials().stream()
            .filter(one -> one.stack().equals(stack.name()) && one.load().equals(cell.load()))
            .map(one -> directory.requests(one.stack(), one.name()))
            .distinct()
            .filter(Files::isRegularFile)
            .toList();
  }

  /**
   * Trials that did not come to their end. A problem are those of which there is no record at all,
   * and of which nobody says that they failed.
   */
  private List<Trial> left(Plan plan, List<TrialResult> trials, List<FailedTrial> failed) {
    Set<List<Object>> fell = new HashSet<>();
    failed.forEach(one -> fell.add(List.of(one.stack(), one.trial(), one.repeat())));
    Set<List<Object>> recorded = new HashSet<>();
    for (TrialResult one : trials) {
      one.iterations()
          .forEach(repeat -> recorded.add(List.of(one.stack(), one.cell().trial(), repeat.fork())));
    }
    List<Trial> missing =
        plan.trials().stream()
            .filter(one -> !recorded.contains(key(one)) && !fell.contains(key(one)))
            .toList();
    if (!missing.isEmpty()) {
      problems.add(
          "%d of the plan's %d trials were not measured; the first: %s"
              .formatted(missing.size(), plan.trials().size(), missing.get(0)));
    }
    boolean endsAreKept = Files.isDirectory(directory.ended());
    return plan.trials().stream()
        .filter(
            one ->
                fell.contains(key(one))
                    || !recorded.contains(key(one))
                    || endsAreKept && !Files.exists(directory.ended(one)))
        .toList();
  }

  private static List<Object> key(Trial trial) {
    return List.of(trial.stack(), trial.name(), trial.repeat());
  }

  private void unplanned(Map<Cell, List<Stack>> cells) {
    if (!Files.isDirectory(directory.requests())) {
      return;
    }
    Set<Path> planned = new LinkedHashSet<>();
    cells.forEach(
        (cell, stacks) ->
            stacks.forEach(stack -> planned.add(directory.requests(stack.name(), cell.name()))));
    try (Stream<Path> files = Files.walk(directory.requests())) {
      files
          .filter(file -> Files.isRegularFile(file) && !planned.contains(file))
          .forEach(file -> problems.add(file + " is left out: the plan has no such trial"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory.requests(), e);
    }
  }

  private JsonNode json(Path file) {
    if (!Files.isRegularFile(file)) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode found = JSON.readTree(Files.readAllBytes(file));
      if (found.isObject()) {
        return found;
      }
      problems.add(file + " is left out: it is no JSON object");
      return MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      problems.add(
          "%s is left out: it is damaged in line %d"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
