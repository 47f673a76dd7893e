package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.wire.Protocols;

/** Whether a task says all that it takes to be asked, and nothing that contradicts it. */
final class TaskChecks {
  private static final JsonPointer STACKS = JsonPointer.compile("/stacks");

  private final YamlDocument document;
  private final Path folder;
  private final JsonPointer at;
  private final String name;
  private final JsonNode task;
  private final BuiltInGeneration builtIn = new BuiltInGeneration();
  private final List<Problem> problems = new ArrayList<>();

  /** Of the task at {@code at}. */
  TaskChecks(YamlDocument document, Path folder, JsonPointer at) {
    this.document = document;
    this.folder = folder;
    this.at = at;
    this.name = at.last().getMatchingProperty();
    this.task = document.root().at(at);
  }

  /**
   * Its problems.
   *
   * @param cells names of the trials of the tasks before, which its own join
   */
  List<Problem> problems(Set<String> cells) {
    for (String key : List.of("conversation", "cancel")) {
      if (task.path("batch").asInt(1) > 1 && task.has(key)) {
        add(at.appendProperty(key), "not with batch; allowed: one of them");
      }
    }
    problems.addAll(
        FileChecks.problems(
            document, folder, at.appendProperty("prompts"), "a JSON Lines file of prompts"));
    boolean replays = task.isObject() && replays();
    if (task.isObject()
        && task.has("prompts") == task.has("synthetic")
        && (task.has("prompts") || !replays)) {
      add(
          at,
          (task.has("prompts") ? "both prompts and synthetic" : "neither prompts nor synthetic")
              + "; allowed: prompts (path of a JSON Lines file) or synthetic (made of words); neither only where all loads are traces");
    }
    for (String key : List.of("template", "max-words")) {
      if (task.has("synthetic") && task.has(key)) {
        add(
            at.appendProperty(key),
            "not with synthetic, whose prompts have the length that is asked for; allowed: with prompts");
      }
    }
    lengths(at.appendProperty("synthetic").appendProperty("prompt-tokens"));
    problems.addAll(TalkChecks.problems(document, at));
    JsonNode template = task.path("template");
    if (template.isTextual() && !template.textValue().contains("{text}")) {
      add(at.appendProperty("template"), "has no {text}, where the prompt would go");
    }
    if (task.path("api").asText().equals("chat")) {
      for (Map.Entry<String, JsonNode> stack : document.root().path("stacks").properties()) {
        chat(at.appendProperty("api"), stack.getKey(), stack.getValue());
      }
    }
    for (String model : models()) {
      cell(model, replays, cells);
    }
    cancel(at.appendProperty("cancel"));
    tools(at.appendProperty("tools"));
    return problems;
  }

  private void chat(JsonPointer at, String stack, JsonNode node) {
    String protocol = node.path("protocol").asText(Protocols.usual().name());
    if (Protocols.names().contains(protocol) && !Protocols.named(protocol).chats()) {
      add(
          at,
          "a chat cannot be put to stack %s by protocol %s, which only continues texts;"
                  .formatted(stack, protocol)
              + " allowed: completions, or openai as the stack's protocol where its server has it");
    }
  }

  private void lengths(JsonPointer key) {
    JsonNode lengths = task.path("synthetic").path("prompt-tokens");
    boolean isNormal = lengths.has("mean") || lengths.has("deviation");
    if (lengths.isObject()
        && !(isNormal
            ? lengths.has("mean") && lengths.has("deviation")
            : lengths.has("from") && lengths.has("to"))) {
      add(key, "no distribution; allowed: from and to, or mean and deviation, perhaps with these");
    }
    double from = lengths.path("from").asDouble(1);
    double to = lengths.path("to").asDouble(Double.POSITIVE_INFINITY);
    double mean = lengths.path("mean").asDouble(from);
    if (from > to) {
      add(key, "from is larger than to; allowed: from at most to");
    } else if (mean < from || mean > to) {
      add(key.appendProperty("mean"), "not between from and to; allowed: a mean that is");
    }
  }

  private void tools(JsonPointer key) {
    JsonNode tools = task.path("tools");
    if (tools.isMissingNode()) {
      return;
    }
    if (!task.path("api").asText().equals("chat")) {
      add(key, "only a chat can call tools; allowed: with api: chat");
    }
    for (Map.Entry<String, JsonNode> stack : document.root().path("stacks").properties()) {
      if (stack.getValue().path("body").has("tools")) {
        add(
            STACKS.appendProperty(stack.getKey()).appendProperty("body").appendProperty("tools"),
            "task %s says which tools all stacks get; allowed: one of them".formatted(name));
      }
    }
    if (tools.isTextual() || !tools.isEmpty()) {
      try {
        Tools.of(tools, folder);
      } catch (IllegalArgumentException e) {
        add(key, e.getMessage());
      }
    }
  }

  private void cancel(JsonPointer key) {
    JsonNode cancel = task.path("cancel");
    if (!cancel.isObject()) {
      return;
    }
    if (cancel.has("after") == cancel.has("after-tokens")) {
      add(
          key,
          (cancel.has("after") ? "both after and after-tokens" : "neither after nor after-tokens")
              + "; allowed: exactly one of them");
    }
    models().forEach(model -> tooLate(key, model, cancel));
    JsonNode modes = task.has("modes") ? task.get("modes") : document.root().path("modes");
    boolean stream = modes.size() == 1 && modes.get(0).asText().equals("stream");
    if (cancel.has("after-tokens") && !stream && !document.root().has("search")) {
      add(
          key.appendProperty("after-tokens"),
          "not in sync mode, where an answer comes in one piece; allowed: after, or modes: [stream]");
    }
  }

  /** Whether the answers are shorter than what has to come before they are given up. */
  private void tooLate(JsonPointer cancel, String model, JsonNode entry) {
    int limit = 0;
    for (JsonNode layer : builtIn.layers(document.root(), model, name)) {
      limit = layer.path("max_tokens").asInt(limit);
    }
    if (limit > 0 && entry.path("after-tokens").asInt() >= limit) {
      add(
          cancel.appendProperty("after-tokens"),
          "found %s, but answers of model %s end after max_tokens, %d, so that none would be given up; allowed: fewer"
              .formatted(entry.get("after-tokens"), model, limit));
    }
  }

  /** Whether all its requests are those of traces, which say how long they are. */
  private boolean replays() {
    JsonNode own = task.has("loads") || task.has("parallelism") ? task : document.root();
    List<JsonNode> loads = new ArrayList<>();
    own.path("loads").forEach(loads::add);
    for (JsonNode tenant : document.root().path("tenants")) {
      if (tenant.path("task").asText().equals(name)) {
        loads.add(tenant.path("load"));
      }
    }
    return !loads.isEmpty() && loads.stream().allMatch(one -> one.has("trace"));
  }

  private void cell(String model, boolean replays, Set<String> cells) {
    if (!cells.add(model + "-" + name)) {
      add(at, "its trials with model " + model + " have the names of others; rename the task");
    }
    if (!replays
        && builtIn.layers(document.root(), model, name).stream()
            .noneMatch(layer -> layer.has("max_tokens"))) {
      add(
          at.appendProperty("generation").appendProperty("max_tokens"),
          "missing for model %s; allowed: a whole number from 1. (Built in are chat, summarization, qa and code of %s.)"
              .formatted(model, String.join(", ", builtIn.models())));
    }
  }

  private List<String> models() {
    List<String> names = new ArrayList<>();
    document.root().path("models").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void add(JsonPointer key, String message) {
    problems.add(document.problem(key, message));
  }
}
