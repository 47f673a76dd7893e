package org.inferometer.report.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.dataset.Generation;
import org.inferometer.result.Cell;
import org.inferometer.result.Compared;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Caveats;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;

/** What the stacks of a run were asked, how long it was, and how much of it they knew. */
final class PromptFacts {
  private final Run run;

  private PromptFacts(Run run) {
    this.run = run;
  }

  static Facts of(Run run) {
    PromptFacts of = new PromptFacts(run);
    return new Facts()
        .put("arguments", of.arguments())
        .put("asked", Caveats.of(run.plan().scenario()))
        .put("prompts", of.prompts())
        .put("prefix cache", run.stacks().stream().map(of::cache).toList());
  }

  /** Generation arguments, once for all models and tasks that share them. */
  private List<String> arguments() {
    Map<Map<String, Object>, List<String>> shared = new LinkedHashMap<>();
    run.cells().stream()
        .flatMap(cell -> cell.asked().stream())
        .map(cell -> List.of(cell.model(), cell.task()))
        .distinct()
        .forEach(
            one -> {
              Generation generation = run.plan().scenario().task(one.get(1)).generation(one.get(0));
              shared
                  .computeIfAbsent(
                      generation == null ? Map.of() : generation.arguments(),
                      arguments -> new ArrayList<>())
                  .add(one.get(1) + " of " + CellTable.model(run, one.get(0)));
            });
    return shared.entrySet().stream()
        .map(one -> String.join(", ", one.getValue()) + ": " + arguments(one.getKey()))
        .toList();
  }

  private Stream<String> tasks(Cell cell) {
    return run.plan().scenario().tasks(cell.task()).stream().map(Task::name);
  }

  private static String arguments(Map<String, Object> arguments) {
    return arguments.isEmpty()
        ? "the stacks' own"
        : arguments.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", "));
  }

  private List<String> prompts() {
    List<String> sentences = new ArrayList<>(List.of(reuse(), compared()));
    run.cells().stream()
        .flatMap(this::tasks)
        .distinct()
        .forEach(task -> sentences.add(0, lengths(task)));
    return sentences;
  }

  /** How long the prompts of {@code task} are: words of the file's, tokens of the measured ones. */
  private String lengths(String task) {
    List<String> told = new ArrayList<>();
    JsonNode words = run.environment().path("promptWords").path(task);
    if (words.isObject()) {
      told.add(
          "%s words (median %.0f)"
              .formatted(
                  range(words.path("least").asInt(), words.path("most").asInt()),
                  words.path("median").asDouble()));
    }
    DoubleSummaryStatistics least = tokens(task, Statistic.MIN);
    DoubleSummaryStatistics median = tokens(task, Statistic.P50);
    if (least.getCount() > 0) {
      String medians = range(median.getMin(), median.getMax());
      told.add(
          "%s tokens%s"
              .formatted(
                  range(least.getMin(), tokens(task, Statistic.MAX).getMax()),
                  median.getCount() == 0
                      ? ""
                      : " (median" + (medians.contains(" ") ? "s " : " ") + medians + ")"));
    }
    return told.isEmpty() ? "" : task + ": " + String.join(", ", told);
  }

  /** Of the trials' own statistics. */
  private DoubleSummaryStatistics tokens(String task, Statistic statistic) {
    return run.trials().stream()
        .filter(one -> one.cell().task().equals(task))
        .map(one -> one.estimate(Metric.PROMPT_TOKENS, statistic))
        .filter(one -> one.isPresent())
        .mapToDouble(one -> one.value())
        .summaryStatistics();
  }

  private static String range(double low, double high) {
    String least = String.format(Locale.ROOT, "%.0f", low);
    String most = String.format(Locale.ROOT, "%.0f", high);
    return least.equals(most) ? least : least + " to " + most;
  }

  private String reuse() {
    if (!run.environment().has("run")) {
      return "";
    }
    Scenario scenario = run.plan().scenario();
    boolean alike = scenario.stacks().stream().allMatch(s -> scenario.onServerOf(s).size() == 1);
    List<String> reused = scenario.tasks().stream().filter(Task::reuse).map(Task::name).toList();
    List<String> made =
        scenario.tasks().stream().filter(Task::makesPrompts).map(Task::name).toList();
    return "new for every request: a few words stand before each, the same for every "
        + (alike ? "stack" : "server")
        + (made.isEmpty() ? "" : "; all words are made anew in " + String.join(", ", made))
        + (reused.isEmpty() ? "" : "; but asked over and over in " + String.join(", ", reused));
  }

  /** What the means of latencies, and the ratios of these, are made of. */
  private String compared() {
    boolean tenants = run.plan().scenario().tenants() != null;
    List<TrialResult> all =
        run.trials().stream()
            .filter(one -> tenants || CellTable.trials(run, one.cell()).size() > 1)
            .filter(one -> one.asked().compared().answered() > 0)
            .toList();
    if (all.isEmpty()) {
      return "";
    }
    DoubleSummaryStatistics shares =
        all.stream()
            .filter(one -> one.asked().compared().enough())
            .mapToDouble(one -> 100 * one.asked().compared().share())
            .summaryStatistics();
    List<Cell> few =
        all.stream()
            .filter(one -> !one.asked().compared().enough())
            .map(TrialResult::cell)
            .distinct()
            .toList();
    List<String> said = new ArrayList<>();
    if (shares.getCount() > 0) {
      said.add(
          "means of latencies and their ratios are of the prompts that %s, %s %% of %s answers there"
              .formatted(
                  tenants
                      ? "a tenant answered alone and beside all others"
                      : "all stacks of a cell answered",
                  range(shares.getMin(), shares.getMax()),
                  tenants ? "its" : "a stack's"));
    }
    if (!few.isEmpty()) {
      said.add(
          "%s fewer than %d of a repeat are common (the first: %s): there they are of all that each %s answered"
              .formatted(
                  few.size() == 1 ? "in one cell" : "in %d cells".formatted(few.size()),
                  Compared.FEWEST,
                  few.get(0).name(),
                  tenants ? "tenant" : "stack"));
    }
    return String.join("; ", said);
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
                100 * shares.getMax()))
        + seenBefore(stack);
  }

  /** What was asked for of a prefix cache. */
  private String seenBefore(Stack stack) {
    DoubleSummaryStatistics shares =
        run.trials().stream()
            .filter(one -> one.stack().equals(stack.name()) && one.asked().earlier() != null)
            .mapToDouble(one -> one.asked().earlier())
            .summaryStatistics();
    return shares.getCount() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %.1f to %.1f %% of them it had seen before, in earlier turns or a shared beginning",
            100 * shares.getMin(),
            100 * shares.getMax());
  }
}
