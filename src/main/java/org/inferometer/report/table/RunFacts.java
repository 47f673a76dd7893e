package org.inferometer.report.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Tenants;
import org.inferometer.scenario.Until;
import org.inferometer.search.Finding;

/** What was compared, on what, how often and how exactly: the facts that a reader asks first. */
public final class RunFacts {
  private final Run run;
  private final Facts facts = new Facts();

  private RunFacts(Run run) {
    this.run = run;
  }

  /** Sentences by subject; what the run does not tell is left out. */
  public static Map<String, List<String>> of(Run run) {
    RunFacts of = new RunFacts(run);
    of.stacks();
    of.load();
    of.repeats();
    of.facts.put("search", Finding.read(run.directory().search()).stream().map(of::text).toList());
    of.facts.putAll(PromptFacts.of(run)).putAll(AnswerFacts.of(run)).putAll(MachineFacts.of(run));
    of.requests();
    of.validity();
    return of.facts.all();
  }

  private String text(Finding one) {
    return one.text(CellTable.label(run, one.stack()), CellTable.model(run, one.model()));
  }

  private void stacks() {
    facts.putAll(StackFacts.of(run));
    facts.put(
        "model",
        run.plan().scenario().models().stream()
            .filter(one -> run.cells().stream().anyMatch(c -> c.model().equals(one.name())))
            .map(RunFacts::model)
            .toList());
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

  private static String model(Model model) {
    if (model.generate() != null) {
      return "%s: a %s of size %s with random weights of seed %d"
          .formatted(
              model.label(),
              model.generate().family(),
              model.generate().size(),
              model.generate().seed());
    }
    return model.label()
        + (model.directory() == null ? "" : " from " + model.directory().getFileName());
  }

  private void load() {
    facts.put("tasks", List.of(distinct(run.cells().stream().map(Cell::task).toList())));
    List<Mode> modes = run.cells().stream().map(Cell::mode).distinct().toList();
    List<Load> loads = run.cells().stream().map(Cell::load).distinct().sorted(Load.ORDER).toList();
    facts.put(
        "load",
        List.of(
            modes.stream().map(Mode::label).collect(Collectors.joining(" and "))
                + ", at "
                + words(loads)));
    facts.put("slots", slots());
  }

  /** Whether closed loops kept their slots busy, and how often each went round in a repeat. */
  private List<String> slots() {
    List<TrialResult> closed =
        run.trials().stream().filter(one -> one.estimate(Metric.LITTLE).isPresent()).toList();
    if (closed.isEmpty()) {
      return List.of();
    }
    DoubleSummaryStatistics little =
        closed.stream().mapToDouble(one -> one.estimate(Metric.LITTLE).value()).summaryStatistics();
    DoubleSummaryStatistics cycles =
        closed.stream()
            .flatMap(one -> one.estimate(Metric.CYCLES_PER_SLOT).byRepeat().values().stream())
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return List.of(
        String.format(
            Locale.ROOT,
            "throughput × mean time of a cycle is %.3f to %.3f of p (Little's law; 1 where no slot"
                + " idles), with %.1f to %.1f cycles of each slot in a repeat (W)",
            little.getMin(),
            little.getMax(),
            cycles.getMin(),
            cycles.getMax()));
  }

  /** Closed loops first. */
  private static String words(List<Load> loads) {
    String p =
        loads.stream()
            .filter(Closed.class::isInstance)
            .map(Load::levelText)
            .collect(Collectors.joining(", "));
    Stream<String> others =
        loads.stream().filter(load -> !(load instanceof Closed)).map(Load::words);
    return Stream.concat(
            p.isEmpty()
                ? Stream.of()
                : Stream.of("p = " + p + " requests in flight (a closed loop)"),
            others)
        .collect(Collectors.joining(", at "));
  }

  /** How long, or how much: a schedule and users have a time of their own. */
  private String measured(Measurement measure) {
    Tenants tenants = run.plan().scenario().tenants();
    if (tenants != null) {
      return "%s after %s of warm-up"
          .formatted(seconds(tenants.measured(measure), 1), seconds(tenants.buildUp(measure), 1));
    }
    String own = "the time of its schedule or its users";
    List<Load> loads = run.cells().stream().map(Cell::load).toList();
    if (loads.stream().noneMatch(Closed.class::isInstance)) {
      return own;
    }
    String closed =
        "%s after %s of warm-up"
            .formatted(
                measure.requests() == null
                    ? seconds(measure.iterationTime(), measure.iterations())
                    : measure.requests() + " requests",
                seconds(measure.warmupTime(), measure.warmupIterations()));
    return loads.stream().allMatch(Closed.class::isInstance)
        ? closed
        : closed + " in a closed loop, and else " + own;
  }

  private static String distinct(List<String> all) {
    return all.stream().distinct().collect(Collectors.joining(", "));
  }

  private void repeats() {
    Measurement measure = run.plan().scenario().measure();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s of each cell on each stack, every one a trial: a fresh process that measures %s%s"
            .formatted(
                measure.until() == null
                    ? measure.repeats()
                    : measure.repeats() + " to " + measure.mostRepeats(),
                measured(measure),
                order()));
    if (run.plan().inRounds()) {
      sentences.add(
          "%d rounds, in each of which every stack was started once and did all of that, one after the other in another order: the launch is the independent unit"
              .formatted(measure.launches()));
      sentences.add(exclusive());
    } else if (measure.launches() > 1) {
      sentences.add(
          "%d launches of the stacks, each with all of that: the launch is the independent unit"
              .formatted(measure.launches()));
    }
    run.plan().stopped().forEach(one -> sentences.add(one.toString()));
    if (measure.until() instanceof Until.Stable) {
      sentences.add(
          "repeats ended when the last ones agreed, which repeats also do by chance: a 95 % interval holds the truth in 94 % of such cases, as no repeat is left out of it; the last ones alone, which perf_analyzer prints, would in 90 %");
    }
    if (!run.plan().added().isEmpty()) {
      sentences.add(
          "those from %s on were added when results were there: what the machine did in between is not in the pairs of a repeat, and intervals hold for a number that does not depend on what was seen"
              .formatted(distinct(run.plan().added().stream().map(String::valueOf).toList())));
    }
    sentences.add(Verdicts.parted(run));
    facts.put("repeats", sentences);
  }

  private String order() {
    return run.stacks().size() < 2
        ? ""
        : run.plan().interleaved()
            ? Verdicts.isParted(run)
                ? "; the stacks were to take turns, but one was measured before the run was interrupted, and the other after"
                : "; the stacks took turns"
            : "; one stack was measured after the other";
  }

  /** Why stacks could not take turns within a cell; empty where the scenario did not want it. */
  private String exclusive() {
    Map<String, List<String>> claims = new LinkedHashMap<>();
    for (Stack stack : run.stacks()) {
      if (stack.exclusive() != null) {
        claims
            .computeIfAbsent(stack.exclusive(), name -> new ArrayList<>())
            .add(CellTable.label(run, stack.name()));
      }
    }
    return claims.entrySet().stream()
        .filter(claim -> claim.getValue().size() > 1)
        .map(
            claim ->
                "%s could not take turns within a cell, as each needs the %s for itself"
                    .formatted(String.join(", ", claim.getValue()), claim.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static String seconds(Duration one, int times) {
    double seconds = one.toMillis() / 1000.0;
    String text =
        String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f s" : "%.2f s", seconds);
    return times == 1 ? text : times + " × " + text;
  }

  /** What the records hold, and what of the plan and of them is not in the numbers. */
  private void requests() {
    Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    run.trials()
        .forEach(one -> one.phases().forEach((phase, n) -> phases.merge(phase, n, Long::sum)));
    facts.put(
        "requests",
        List.of(
            String.format(
                Locale.ROOT,
                "%,d measured, %d of them failed; in no statistic: %,d of warm-up, %,d at the beginnings and edges of iterations",
                phases.getOrDefault(Phase.MEASURED, 0L),
                run.trials().stream().mapToLong(TrialResult::failed).sum(),
                phases.getOrDefault(Phase.WARMUP, 0L),
                phases.getOrDefault(Phase.EDGE, 0L))));
    facts.put("connections", connections());
    facts.put(
        "left out",
        run.failed().isEmpty()
            ? List.of()
            : List.of(run.failed().size() + " trials that their stacks failed"));
  }

  /** Trials in which more than 1 % of the requests had to connect first. */
  private List<String> connections() {
    return run.trials().stream()
        .filter(one -> one.estimate(Metric.CONNECT_RATE).value() > 0.01)
        .map(
            one ->
                String.format(
                    Locale.ROOT,
                    "%.1f %% of the requests to %s had to connect first (%s): that time is part of"
                        + " the metrics from schedule, not of the others",
                    100 * one.estimate(Metric.CONNECT_RATE).value(),
                    CellTable.label(run, one),
                    CellTable.title(run, one.cell())))
        .toList();
  }

  private void validity() {
    long suspect = run.trials().stream().filter(one -> !one.validity().isValid()).count();
    facts.put(
        "validity",
        List.of(
            suspect == 0
                ? "all %d results (a cell on one stack) are valid".formatted(run.trials().size())
                : "%d of %d results (a cell on one stack) are suspect, marked * and drawn hollow"
                    .formatted(suspect, run.trials().size())));
  }
}
