package org.inferometer.report.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.inferometer.result.Run;
import org.inferometer.scenario.CoolDown;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.ReadingNames;

/** What each stack is by its own account, how long its starts took, and what memory they took. */
final class StackFacts {
  private static final double GIB = 1L << 30;

  private final Run run;

  private StackFacts(Run run) {
    this.run = run;
  }

  static Facts of(Run run) {
    StackFacts of = new StackFacts(run);
    return new Facts()
        .put("stacks", run.stacks().stream().map(of::stack).toList())
        .put("start", run.stacks().stream().map(of::start).toList())
        .put("cache reset", run.stacks().stream().map(of::cache).toList())
        .put("cool-down", of.coolDown())
        .put("memory", run.stacks().stream().flatMap(one -> of.memory(one).stream()).toList());
  }

  private String stack(Stack stack) {
    JsonNode known = MachineFacts.known(run, stack);
    List<String> parts = new ArrayList<>(List.of(CellTable.label(run, stack.name())));
    if (known.path("version").isTextual()) {
      parts.add("version " + known.path("version").textValue());
    }
    if (known.has("max_length")) {
      parts.add("at most %s tokens with the answer".formatted(known.path("max_length").asText()));
    }
    known
        .path("settings")
        .properties()
        .forEach(one -> parts.add(one.getKey() + " " + one.getValue().asText()));
    if (stack.launch() == null) {
      parts.add("running at " + known.path("url").asText("an address not told"));
    }
    return String.join(", ", parts);
  }

  /** How long it took to its first answer; empty for a stack that ran already. */
  private String start(Stack stack) {
    String seconds =
        launches(stack).stream()
            .filter(one -> one.has("answered_seconds"))
            .map(one -> one.path("answered_seconds").asDouble())
            .map(one -> String.format(Locale.ROOT, "%.1f", one))
            .collect(Collectors.joining(", "));
    return seconds.isEmpty()
        ? ""
        : "%s answered first %s s after its launch"
            .formatted(CellTable.label(run, stack.name()), seconds);
  }

  /** What its launches came to, as far as they differ. */
  private String cache(Stack stack) {
    String told =
        known(stack).stream()
            .map(one -> one.path("cache").asText())
            .filter(one -> !one.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return told.isEmpty() ? "" : CellTable.label(run, stack.name()) + ": " + told;
  }

  private List<String> coolDown() {
    CoolDown wanted = run.plan().scenario().measure().coolDown();
    List<String> sentences = new ArrayList<>();
    if (wanted != null) {
      sentences.add("before each trial the GPUs of its stack were to cool down " + wanted);
      run.environment().path("coolDown").forEach(one -> sentences.add(one.asText()));
    }
    return sentences;
  }

  /** Of the launch that took most: what all processes of the machine had, before it and with it. */
  private List<String> memory(Stack stack) {
    return launches(stack).stream()
        .map(one -> one.path("memory"))
        .max(Comparator.comparingDouble(StackFacts::most))
        .map(memory -> memory.properties().stream().toList())
        .orElse(List.of())
        .stream()
        .filter(one -> isTaken(one.getKey(), one.getValue()))
        .map(one -> memory(stack, one))
        .toList();
  }

  private String memory(Stack stack, Map.Entry<String, JsonNode> of) {
    JsonNode levels = of.getValue();
    String loaded =
        levels.has("loaded") ? gib(levels.path("loaded")) + " with its first answer, " : "";
    String before = levels.has("before") ? gib(levels.path("before")) + " before its launch, " : "";
    String source = of.getKey();
    return "%s, %s: in GiB %s%s%s at most"
        .formatted(
            CellTable.label(run, stack.name()),
            source.startsWith(ReadingNames.STACK) ? "its processes" : "all of " + source,
            before,
            loaded,
            gib(levels.path("peak")));
  }

  /** A GPU on which nothing was added is not the stack's. */
  private static boolean isTaken(String of, JsonNode levels) {
    return !of.startsWith(ReadingNames.GPU)
        || levels.path("peak").asLong() > levels.path("before").asLong();
  }

  private static double most(JsonNode memory) {
    return memory.properties().stream()
        .mapToDouble(one -> one.getValue().path("peak").asDouble())
        .sum();
  }

  private static String gib(JsonNode bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes.asDouble() / GIB);
  }

  private List<JsonNode> launches(Stack stack) {
    return known(stack).stream().filter(one -> one.has("launched")).toList();
  }

  private List<JsonNode> known(Stack stack) {
    return StreamSupport.stream(run.environment().path("stacks").spliterator(), false)
        .filter(one -> one.path("name").asText().equals(stack.name()))
        .toList();
  }
}
