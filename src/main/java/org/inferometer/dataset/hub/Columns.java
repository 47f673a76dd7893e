package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.dataset.Prompt;

/**
 * Which columns of a local file are asked.
 *
 * @param text null for the first question of ShareGPT's conversations
 * @param reference null for none
 * @param id null for the number of the row
 */
public record Columns(String text, String reference, String id) {
  private static final String CONVERSATIONS = "conversations";

  /** Names of all of them. */
  Set<String> names() {
    return Stream.of(text == null ? CONVERSATIONS : text, reference, id)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * The prompt of a row, its text null where the row has none.
   *
   * @param number of the row, from 1 on
   * @throws IllegalArgumentException saying what is wrong with the row
   */
  Prompt prompt(JsonNode row, int number) {
    String name = id == null ? String.valueOf(number) : value(row, id);
    if (text != null) {
      return new Prompt(name, value(row, text), reference == null ? null : value(row, reference));
    }
    if (row.path(CONVERSATIONS).isNull()) {
      return new Prompt(name, null, null);
    }
    if (!row.path(CONVERSATIONS).isArray()) {
      throw new IllegalArgumentException(
          "no conversations (ShareGPT); say what is asked with --text, " + columns(row));
    }
    return firstAnswered(name, row.get(CONVERSATIONS));
  }

  /** What a person asked first, and the answer. */
  private static Prompt firstAnswered(String name, JsonNode said) {
    int first = 0;
    while (first < said.size() && from(said.path(first)).equals("system")) {
      first++;
    }
    boolean answered =
        List.of("human", "user").contains(from(said.path(first)))
            && List.of("gpt", "chatgpt", "assistant").contains(from(said.path(first + 1)));
    return answered
        ? new Prompt(
            name,
            said.get(first).path("value").textValue(),
            said.get(first + 1).path("value").textValue())
        : new Prompt(name, null, null);
  }

  private static String from(JsonNode message) {
    return message.path("from").asText();
  }

  private static String value(JsonNode row, String column) {
    JsonNode value = row.path(column);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("no column \"" + column + "\"; " + columns(row));
    }
    if (value.isContainerNode()) {
      throw new IllegalArgumentException(
          "column \"%s\" is %s; allowed: texts"
              .formatted(column, value.isArray() ? "a list" : "an object"));
    }
    if (value.isBinary()) {
      throw new IllegalArgumentException(
          "column \"%s\" is bytes that are no UTF-8; allowed: texts".formatted(column));
    }
    return value.isNull() ? null : value.asText();
  }

  private static String columns(JsonNode row) {
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    return "allowed: " + String.join(", ", names);
  }
}
