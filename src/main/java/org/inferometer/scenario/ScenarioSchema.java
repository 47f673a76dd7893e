package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.record.Printable;

/**
 * Compares a document with {@code scenario.schema.json}. The descriptions in the schema say what is
 * allowed, and are what a user reads after a mistake.
 */
final class ScenarioSchema {
  /** Characters of what was found. */
  private static final int SHOWN = 300;

  private final JsonNode json = read();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json);

  List<Problem> problems(YamlDocument document) {
    List<Problem> problems = new ArrayList<>();
    Set<JsonPointer> told = new HashSet<>();
    List<Error> errors = schema.validate(document.root());
    Set<JsonPointer> ofNoKind =
        errors.stream()
            .filter(error -> error.getKeyword().equals("oneOf"))
            .map(ScenarioSchema::place)
            .collect(Collectors.toSet());
    for (Error error : errors) {
      JsonPointer at = place(error);
      if (ofNoKind.contains(at) && !error.getKeyword().equals("oneOf")) {
        continue;
      }
      JsonPointer keyword = JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
      JsonNode rule = json.at(keyword.head());
      switch (error.getKeyword()) {
        case "additionalProperties" ->
            problems.add(
                isSecret(at)
                    ? document.problem(at, "found a key that is not shown; " + allowed(rule))
                    : document.keyProblem(
                        at.appendProperty(error.getProperty()),
                        Names.unknown(
                            "key", error.getProperty(), Keys.of(rule.path("properties")))));
        case "propertyNames" ->
            problems.add(
                document.keyProblem(
                    at.appendProperty(error.getProperty()), allowed(rule.path("propertyNames"))));
        case "required" ->
            problems.add(
                document.keyProblem(
                    at.appendProperty(error.getProperty()),
                    "missing; " + allowed(rule.at("/properties").path(error.getProperty()))));
        default -> {
          if (told.add(at)) {
            problems.add(
                document.problem(
                    at,
                    "found "
                        + (isSecret(at)
                            ? "what is not shown, as it may be a secret"
                            : found(document.root().at(at)))
                        + "; "
                        + allowed(rule)));
          }
        }
      }
    }
    return problems;
  }

  private static JsonPointer place(Error error) {
    return JsonPointer.compile(error.getInstanceLocation().toString());
  }

  /** Whether somebody may have written a secret there. */
  private static boolean isSecret(JsonPointer at) {
    return at.toString().matches("/stacks/[^/]*/(api-key|headers/[^/]*)(/.*)?");
  }

  private String allowed(JsonNode rule) {
    JsonNode described = rule;
    while (described.has("$ref") && !described.has("description")) {
      described = json.at(described.get("$ref").textValue().substring(1));
    }
    return "allowed: " + described.path("description").asText();
  }

  private static String found(JsonNode value) {
    String whole = Printable.line(inFull(value));
    return whole.length() > SHOWN ? whole.substring(0, SHOWN) + "..." : whole;
  }

  private static String inFull(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> "nothing";
      case OBJECT ->
          value.isEmpty() ? "no keys" : "keys (" + String.join(", ", Keys.of(value)) + ")";
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
      case STRING -> "the text " + value;
      default -> value.toString();
    };
  }

  private static JsonNode read() {
    try {
      return new JsonMapper().readTree(text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("scenario.schema.json is damaged in this build", e);
    }
  }

  static String text() {
    try (InputStream in = ScenarioSchema.class.getResourceAsStream("scenario.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("scenario.schema.json is missing from this build", e);
    }
  }
}
