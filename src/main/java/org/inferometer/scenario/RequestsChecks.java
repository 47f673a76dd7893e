package org.inferometer.scenario;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Fields of a body that are secrets wherever they stand; others have tokens and keys, too. */
  private static final Pattern SECRET_FIELD =
      Pattern.compile(
          "(?i)(x[-_])?api[-_]?key|authorization|(access|auth|api|bearer)[-_]?token"
              + "|.*(password|secret|credential|cookie|private[-_]?key).*");

  /** What servers call arguments of a generation otherwise than a scenario does. */
  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          entry("max_completion_tokens", "max_tokens"),
          entry("max_new_tokens", "max_tokens"),
          entry("max_output_tokens", "max_tokens"),
          entry("maxOutputTokens", "max_tokens"),
          entry("n_predict", "max_tokens"),
          entry("num_predict", "max_tokens"),
          entry("sampling_param_max_tokens", "max_tokens"),
          entry("topP", "top_p"),
          entry("sampling_param_top_p", "top_p"),
          entry("topK", "top_k"),
          entry("sampling_param_top_k", "top_k"),
          entry("sampling_param_temperature", "temperature"),
          entry("random_seed", "seed"),
          entry("sampling_seed", "seed"),
          entry("sampling_param_seed", "seed"),
          entry("stopSequences", "stop"),
          entry("stop_sequences", "stop"),
          entry("stop_words", "stop"),
          entry("sampling_param_stop", "stop"));

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
          () -> {
            ANYWHERE.at(stack.get("path").textValue(), protocol(stack));
            checks.model(at, stack);
          });
    }
    if (stack.path("max-tokens-field").isTextual()) {
      checks.limit(at.appendProperty("max-tokens-field"), stack);
    }
    if (stack.has("tensors") && !protocol(stack).name().startsWith("triton")) {
      checks.problems.add(
          document.problem(
              at.appendProperty("tensors"),
              "only models behind Triton have such; allowed: with protocol: triton or triton-infer"));
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

  /** A path that names a model must name the one that is asked. */
  private void model(JsonPointer at, JsonNode stack) {
    String path = stack.get("path").textValue().replaceFirst("[?].*", "").replaceFirst("/+$", "");
    Optional<String> named = protocol(stack).modelIn(path);
    for (Map.Entry<String, JsonNode> model : document.root().path("models").properties()) {
      String served = stack.path("models").path(model.getKey()).asText(model.getKey());
      if (named.isPresent() && !named.get().equals(served)) {
        problems.add(
            document.problem(
                at.appendProperty("path"),
                "it asks %s, but model %s is served as %s; allowed: models: { %s: %s }, or the path in front of /models"
                    .formatted(named.get(), model.getKey(), served, model.getKey(), named.get())));
      }
    }
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
    secrets(at, name, field.getValue());
    try {
      Dialect spoken = StackBinder.spoken(stack);
      String limit = stack.path("max-tokens-field").asText(spoken.maxTokens());
      String holder = spoken.protocol().argumentsIn();
      if (holder == null) {
        argument(at, name, limit, stack);
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
          argument(at.appendProperty(inner.getKey()), inner.getKey(), limit, stack);
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

  private void secrets(JsonPointer at, String name, JsonNode value) {
    if (value.isTextual() && SECRET_FIELD.matcher(name).matches()) {
      problems.add(
          document.problem(
              at,
              "its value, which is not shown, may be a secret and would be written to the run;"
                  + " allowed: api-key or headers, with env or file"));
    }
    value
        .properties()
        .forEach(one -> secrets(at.appendProperty(one.getKey()), one.getKey(), one.getValue()));
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      secrets(at.appendIndex(i), name, value.get(i));
    }
  }

  /** A second word for an argument would have the server take one of two values. */
  private void argument(JsonPointer at, String name, String limit, JsonNode stack) {
    String other = ARGUMENTS.get(name);
    boolean omitted = false;
    for (JsonNode one : stack.path("omit")) {
      omitted |= one.asText().equals(other);
    }
    if (other != null && !omitted && !name.equals(limit)) {
      problems.add(
          document.keyProblem(
              at,
              "is another word for %s, which the task says for all stacks; allowed: generation in the task%s, or omit: [%s] beside it"
                  .formatted(
                      other,
                      other.equals("max_tokens")
                          ? ", with max-tokens-field: %s where the server calls it so"
                              .formatted(name)
                          : "",
                      other)));
    }
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
