package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.inferometer.dataset.Generation;
import org.inferometer.wire.Address;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocol;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Range;

/** Whether a stack's own path, headers and fields can be sent, and give no secret away. */
final class RequestsChecks {
  private static final Pattern SECRET =
      Pattern.compile("(?i)auth|key|token|secret|cookie|password|credential");
  private static final Address ANYWHERE = Address.of("http://127.0.0.1");

  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  private RequestsChecks(YamlDocument document) {
    this.document = document;
  }

  /** The problems of the stack at {@code at}. */
  static List<Problem> problems(YamlDocument document, JsonPointer at) {
    RequestsChecks checks = new RequestsChecks(document);
    JsonNode stack = document.root().at(at);
    if (stack.path("path").isTextual()) {
      checks.attempt(
          at.appendProperty("path"),
          () -> ANYWHERE.at(stack.get("path").textValue(), protocol(stack)));
    }
    if (stack.path("max-tokens-field").isTextual()) {
      checks.limit(at.appendProperty("max-tokens-field"), stack);
    }
    for (Map.Entry<String, JsonNode> header : stack.path("headers").properties()) {
      JsonPointer one = at.appendProperty("headers").appendProperty(header.getKey());
      checks.header(one, header.getKey(), header.getValue(), stack.has("api-key"));
    }
    for (Map.Entry<String, JsonNode> field : stack.path("body").properties()) {
      checks.field(at.appendProperty("body").appendProperty(field.getKey()), field, stack);
    }
    return checks.problems;
  }

  private void header(JsonPointer at, String name, JsonNode value, boolean hasKey) {
    attempt(at, () -> Endpoint.requireHeader(name, value.isTextual() ? value.textValue() : ""));
    if (value.isTextual() && SECRET.matcher(name).find()) {
      problems.add(
          document.problem(
              at,
              "its value, which is not shown, may be a secret and would be written to the run;"
                  + " allowed: env (a variable of the environment) or file (a path)"));
    }
    if (hasKey && name.equalsIgnoreCase("Authorization")) {
      problems.add(document.problem(at, "api-key sets this header, too; keep one of them"));
    }
  }

  private void field(JsonPointer at, Map.Entry<String, JsonNode> field, JsonNode stack) {
    String name = field.getKey();
    attempt(at, () -> protocol(stack).requireField(name));
    try {
      Dialect spoken = StackBinder.spoken(stack);
      String limit = stack.path("max-tokens-field").asText(spoken.maxTokens());
      String holder = spoken.protocol().argumentsIn();
      if (holder == null) {
        argument(at, name, limit);
        value(at, field, spoken);
      } else if (holder.equals(name)) {
        if (!field.getValue().isObject()) {
          problems.add(
              document.problem(
                  at,
                  "would stand in the place of the generation arguments; allowed: an object of"
                      + " further fields, which are added to them"));
        }
        for (Map.Entry<String, JsonNode> inner : field.getValue().properties()) {
          argument(at.appendProperty(inner.getKey()), inner.getKey(), limit);
          value(at.appendProperty(inner.getKey()), inner, spoken);
        }
      }
    } catch (IllegalArgumentException e) {
      // Told where what a stack speaks is checked.
    }
  }

  private void value(JsonPointer at, Map.Entry<String, JsonNode> field, Dialect spoken) {
    Range range = spoken.range(field.getKey());
    if (range != null && !range.holds(field.getValue())) {
      problems.add(
          document.problem(
              at,
              "%s is not what servers take (%s); allowed: %s"
                  .formatted(field.getValue(), spoken.label(), range)));
    }
  }

  /** The limit must not be sent in the place of something else. */
  private void limit(JsonPointer at, JsonNode stack) {
    String name = stack.get("max-tokens-field").textValue();
    try {
      Dialect spoken = StackBinder.spoken(stack);
      if (name.equals(spoken.maxTokens()) || name.equals("max_tokens")) {
        return;
      }
      if (Generation.NAMES.contains(name) || name.equals(spoken.protocol().argumentsIn())) {
        problems.add(
            document.problem(
                at,
                "field "
                    + name
                    + " says something else than the limit; allowed: any other, such as "
                    + spoken.maxTokens()));
      } else {
        attempt(at, () -> spoken.protocol().requireField(name));
      }
    } catch (IllegalArgumentException e) {
      // Told where what a stack speaks is checked.
    }
  }

  private void argument(JsonPointer at, String name, String limit) {
    if (Generation.NAMES.contains(name) || name.equals(limit)) {
      problems.add(
          document.keyProblem(
              at,
              "is a generation argument, which the task says for all stacks; allowed: generation in"
                  + " the task, and omit where a stack must not get it"));
    }
  }

  /** The stack's, or the usual one where it names none that there is, which is told elsewhere. */
  private static Protocol protocol(JsonNode stack) {
    String name = stack.path("protocol").asText();
    return Protocols.names().contains(name) ? Protocols.named(name) : Protocols.usual();
  }

  private void attempt(JsonPointer at, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      problems.add(document.problem(at, e.getMessage()));
    }
  }
}
