package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether a task can hold conversations, share beginnings and ask several prompts as it says. */
final class TalkChecks {
  private final YamlDocument document;
  private final JsonPointer at;
  private final JsonNode task;
  private final List<Problem> problems = new ArrayList<>();

  private TalkChecks(YamlDocument document, JsonPointer at) {
    this.document = document;
    this.at = at;
    this.task = document.root().at(at);
  }

  /** The problems of the task at {@code at}. */
  static List<Problem> problems(YamlDocument document, JsonPointer at) {
    TalkChecks checks = new TalkChecks(document, at);
    if (checks.task.has("conversation")) {
      checks.conversation(at.appendProperty("conversation"));
    }
    boolean traced = checks.loads().anyMatch(one -> one.has("trace"));
    if (checks.task.has("prefix") && traced) {
      checks.add(
          at.appendProperty("prefix"),
          "not with a trace, whose prompts are as long and share as much as it tells; allowed: with"
              + " other loads");
    }
    if (checks.task.path("batch").asInt(1) > 1 && traced) {
      checks.add(
          at.appendProperty("batch"),
          "not with a trace, each row of which is a request of one prompt; allowed: with other"
              + " loads");
    }
    return checks.problems;
  }

  private void conversation(JsonPointer conversation) {
    if (task.has("synthetic")) {
      add(
          conversation,
          "not with synthetic, whose prompts are one question each; allowed: with prompts");
    }
    JsonNode think = task.path("conversation").path("think");
    if (!think.isTextual()) {
      return;
    }
    JsonPointer key = conversation.appendProperty("think");
    try {
      Thinks.parse(think.textValue());
    } catch (IllegalArgumentException e) {
      add(key, e.getMessage());
    }
    Predicate<JsonNode> scheduled = one -> one.has("rate") || one.has("stages");
    boolean searched = document.root().path("search").path("over").asText().equals("rate");
    if (!searched && loads().noneMatch(scheduled.or(one -> one.has("arrivals-at")))) {
      add(
          key,
          "no load of the task has a schedule, and slots of a closed loop do not think; allowed:"
              + " with a load of rate, stages or arrivals-at, or think in a load of users");
    }
  }

  private Stream<JsonNode> loads() {
    boolean own = task.has("loads") || task.has("parallelism");
    JsonNode loads = (own ? task : document.root()).path("loads");
    return StreamSupport.stream(loads.spliterator(), false);
  }

  private void add(JsonPointer key, String message) {
    problems.add(document.problem(key, message));
  }
}
