package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.wire.Api;
import org.inferometer.wire.Dialect;

/**
 * Finds arguments of a generation, and kinds of question, that some stacks of a scenario can be
 * asked for and others cannot: compared would be different work.
 */
final class UnlikeArguments {
  private final YamlDocument document;
  private final Map<String, Dialect> stacks = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private UnlikeArguments(YamlDocument document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> stack : document.root().path("stacks").properties()) {
      try {
        stacks.put(stack.getKey(), RefusedValues.spoken(stack.getValue()));
      } catch (IllegalArgumentException e) {
        // Told where what a stack speaks is checked.
      }
    }
  }

  /** All of {@code document}, which need not agree with the schema, but those it allows. */
  static List<Problem> problems(YamlDocument document) {
    UnlikeArguments arguments = new UnlikeArguments(document);
    JsonNode root = document.root();
    for (Map.Entry<String, JsonNode> task : root.path("tasks").properties()) {
      JsonPointer at = JsonPointer.compile("/tasks").appendProperty(task.getKey());
      arguments.check(at.appendProperty("generation"));
      arguments.kind(at, task.getValue());
    }
    for (Map.Entry<String, JsonNode> model : root.path("generation").properties()) {
      JsonPointer at = JsonPointer.compile("/generation").appendProperty(model.getKey());
      for (Map.Entry<String, JsonNode> task : model.getValue().properties()) {
        arguments.check(at.appendProperty(task.getKey()));
      }
    }
    return arguments.problems;
  }

  private void check(JsonPointer generation) {
    for (Map.Entry<String, JsonNode> one : document.root().at(generation).properties()) {
      String argument = one.getKey();
      List<String> mute =
          stacks.keySet().stream().filter(name -> !stacks.get(name).takes(argument)).toList();
      boolean asked = !one.getValue().isBoolean() || one.getValue().booleanValue();
      if (asked && !mute.isEmpty() && mute.size() < stacks.size() && !allowed(argument)) {
        problems.add(
            document.keyProblem(generation.appendProperty(argument), unlike(argument, mute)));
      }
    }
  }

  /** Whether a task's text is continued by some stacks, and answered as a message by others. */
  private void kind(JsonPointer task, JsonNode node) {
    List<String> others = stacks.keySet().stream().filter(this::onlyChats).toList();
    boolean texts = node.path("api").asText("completions").equals("completions");
    if (texts
        && !others.isEmpty()
        && others.size() < stacks.size()
        && !document.root().has("tenants")
        && !allowed("api")) {
      boolean chat = stacks.values().stream().allMatch(one -> one.protocol().chats());
      problems.add(
          document.keyProblem(
              node.has("api") ? task.appendProperty("api") : task,
              "is put to %s as a message to answer, and to the other stacks as a text to continue, so that they would do other work; allowed: %sprotocols that continue texts, or allow-unlike: [api], which marks every result"
                  .formatted(
                      others.stream().map(this::told).collect(Collectors.joining(", ")),
                      chat ? "api: chat, " : "")));
    }
  }

  private boolean onlyChats(String stack) {
    return stacks.get(stack).protocol().asks(Api.COMPLETIONS) == Api.CHAT;
  }

  private String told(String stack) {
    return stack + " (" + stacks.get(stack).label() + ")";
  }

  private boolean allowed(String argument) {
    for (JsonNode one : document.root().path("allow-unlike")) {
      if (one.asText().equals(argument)) {
        return true;
      }
    }
    return false;
  }

  private String unlike(String argument, List<String> mute) {
    List<String> who = mute.stream().map(this::told).toList();
    String fluent =
        mute.stream()
            .flatMap(name -> stacks.get(name).protocol().dialects().stream())
            .filter(dialect -> dialect.takes(argument))
            .map(Dialect::name)
            .distinct()
            .collect(Collectors.joining(", "));
    String other =
        "a dialect that says it where the server understands it (%s), ".formatted(fluent);
    return "cannot be asked of %s, but of the other stacks, so that they would do other work;"
            .formatted(String.join(", ", who))
        + " allowed: %sno such argument,".formatted(fluent.isEmpty() ? "" : other)
        + " or allow-unlike: [%s], which marks every result".formatted(argument);
  }
}
