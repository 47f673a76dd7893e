package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tools that a model may call: a list in the scenario, or a JSON file that holds one. */
final class Tools {
  private static final JsonMapper JSON = new JsonMapper();

  private Tools() {}

  /**
   * The list of {@code entry}, a list itself or the path of a file, seen from {@code folder}.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static ArrayNode of(JsonNode entry, Path folder) {
    return entry.isTextual() ? read(folder.resolve(entry.textValue()).normalize()) : list(entry);
  }

  private static ArrayNode read(Path file) {
    try {
      return list(JSON.readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is no JSON, in line %d; allowed: a list of tools"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be read; allowed: the path of a JSON file with a list of tools"
              .formatted(file),
          e);
    }
  }

  private static ArrayNode list(JsonNode found) {
    if (!(found instanceof ArrayNode list) || list.isEmpty()) {
      throw new IllegalArgumentException(
          "found %s; allowed: a list of one tool or more"
              .formatted(found.isArray() ? "an empty list" : "no list"));
    }
    for (JsonNode tool : list) {
      if (!tool.path("function").path("name").isTextual()) {
        throw new IllegalArgumentException(
            "found a tool without function.name; allowed: {\"type\": \"function\", \"function\":"
                + " {\"name\": ..., \"parameters\": ...}}");
      }
    }
    return list;
  }
}
