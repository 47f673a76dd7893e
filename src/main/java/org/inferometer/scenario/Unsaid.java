package org.inferometer.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.inferometer.dataset.Generation;
import org.inferometer.record.Mode;
import org.inferometer.wire.Api;

/**
 * A generation argument of a task, or its kind of question, that a stack is not asked for, because
 * its protocol or dialect has no word for it.
 *
 * @param argument its name in a scenario, or {@code api: chat}
 * @param unlike whether other stacks are asked for it, so that they do other work
 */
public record Unsaid(String stack, String model, String task, String argument, boolean unlike) {

  /** All of {@code scenario}, in the order of its models, tasks and stacks. */
  public static List<Unsaid> of(Scenario scenario) {
    List<Unsaid> all = new ArrayList<>();
    for (Model model : scenario.models()) {
      for (Task task : scenario.tasks()) {
        Api api = Api.valueOf(task.api().toUpperCase(Locale.ROOT));
        Predicate<Stack> asks = stack -> stack.asks(task) == api;
        add(all, scenario, model, task, "api: " + task.api(), asks);
        for (String argument : said(task.generation(model.name()))) {
          add(all, scenario, model, task, argument, stack -> stack.spoken().takes(argument));
        }
      }
    }
    return all;
  }

  private static void add(
      List<Unsaid> all,
      Scenario scenario,
      Model model,
      Task task,
      String argument,
      Predicate<Stack> takes) {
    boolean unlike = scenario.tenants() == null && scenario.stacks().stream().anyMatch(takes);
    scenario.stacks().stream()
        .filter(takes.negate())
        .map(stack -> new Unsaid(stack.name(), model.name(), task.name(), argument, unlike))
        .forEach(all::add);
  }

  /** What a reader of results must know of {@code scenario}: one sentence a stack and argument. */
  public static List<String> sentences(Scenario scenario) {
    Map<String, Set<String>> tasks = new LinkedHashMap<>();
    for (Unsaid one : of(scenario)) {
      tasks
          .computeIfAbsent(
              "%s is not asked for %s, which %s cannot say%s (tasks: "
                  .formatted(
                      one.stack,
                      one.argument,
                      scenario.stack(one.stack).spoken().label(),
                      one.unlike ? ", while others are" : ""),
              key -> new LinkedHashSet<>())
          .add(one.task);
    }
    List<String> sentences = new ArrayList<>();
    tasks.forEach((text, names) -> sentences.add(text + String.join(", ", names) + ")"));
    sentences.addAll(usage(scenario));
    return sentences;
  }

  /** Events with a count of tokens are longer than those without. */
  private static List<String> usage(Scenario scenario) {
    Predicate<Stack> counts = stack -> stack.spoken().continuousUsage();
    boolean streams =
        scenario.tasks().stream().anyMatch(task -> task.modes().contains(Mode.STREAM));
    return scenario.stacks().stream()
        .filter(stack -> scenario.tenants() == null)
        .filter(stack -> streams && scenario.stacks().stream().anyMatch(counts))
        .filter(counts.negate())
        .map(
            stack ->
                "%s is not asked to count its tokens in every event of a stream, which %s cannot say, while others are"
                    .formatted(stack.name(), stack.spoken().label()))
        .toList();
  }

  /** Arguments that ask for something: {@code false} is what every server does unasked. */
  private static List<String> said(Generation generation) {
    return generation.arguments().entrySet().stream()
        .filter(one -> !Boolean.FALSE.equals(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
