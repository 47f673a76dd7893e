package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inferometer.dataset.Prompt;

/** What each task is asked: a public data set, and how its rows are read. */
public enum Collection {
  /** First questions in English that a reviewer kept, with the answer ranked best. */
  CHAT(new Table("OpenAssistant/oasst1", "default", "validation", "Apache-2.0", true)) {
    @Override
    List<Prompt> prompts(List<JsonNode> rows) {
      Map<String, String> best = new HashMap<>();
      for (JsonNode row : rows) {
        if (row.path("rank").asInt(-1) == 0 && text(row, "parent_id") != null) {
          best.put(text(row, "parent_id"), text(row, "text"));
        }
      }
      return rows.stream()
          .filter(Collection::isFirstQuestion)
          .map(
              row ->
                  new Prompt(
                      text(row, "message_id"),
                      text(row, "text"),
                      best.get(text(row, "message_id"))))
          .toList();
    }
  },

  SUMMARIZATION(
      new Table(
          "abisee/cnn_dailymail",
          "3.0.0",
          "test",
          "card says Apache-2.0, but the articles are those of CNN and the Daily Mail",
          false)) {
    @Override
    List<Prompt> prompts(List<JsonNode> rows) {
      return rows.stream()
          .filter(row -> text(row, "article") != null && !text(row, "article").isBlank())
          .map(
              row ->
                  new Prompt(
                      text(row, "id"),
                      "Summarize the following article in three or four sentences.\n\n"
                          + text(row, "article"),
                      text(row, "highlights")))
          .toList();
    }
  },

  /** Closed book: the question alone. */
  QA(new Table("mandarjoshi/trivia_qa", "rc.nocontext", "validation", "unknown", false)) {
    @Override
    List<Prompt> prompts(List<JsonNode> rows) {
      return rows.stream()
          .map(
              row ->
                  new Prompt(
                      text(row, "question_id"),
                      text(row, "question"),
                      text(row.path("answer"), "value")))
          .toList();
    }
  },

  CODE(new Table("openai/openai_humaneval", "openai_humaneval", "test", "MIT", true)) {
    @Override
    List<Prompt> prompts(List<JsonNode> rows) {
      return rows.stream()
          .map(
              row ->
                  new Prompt(
                      text(row, "task_id"), text(row, "prompt"), text(row, "canonical_solution")))
          .toList();
    }
  };

  private final Table table;

  Collection(Table table) {
    this.table = table;
  }

  Table table() {
    return table;
  }

  /**
   * What {@code rows} of the table ask, in their order.
   *
   * @throws IllegalArgumentException if they have not the columns of this data set
   */
  abstract List<Prompt> prompts(List<JsonNode> rows);

  private static boolean isFirstQuestion(JsonNode row) {
    return text(row, "parent_id") == null
        && "prompter".equals(text(row, "role"))
        && "en".equals(text(row, "lang"))
        && row.path("review_result").asBoolean()
        && !row.path("deleted").asBoolean();
  }

  /** A column's text; null where the row has none. */
  private static String text(JsonNode row, String column) {
    if (!row.has(column)) {
      throw new IllegalArgumentException(
          "its rows have no %s, so this is not the data set that is known here".formatted(column));
    }
    return row.get(column).textValue();
  }

  /** The file of its prompts. */
  String file() {
    return task() + ".jsonl";
  }

  /** The name of its task. */
  public String task() {
    return name().toLowerCase(Locale.ROOT);
  }
}
