package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;
import org.inferometer.wire.Address;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Trust;

/** Whether a stack can be reached, spoken to and asked what the tasks want of it. */
final class StackChecks {
  private final YamlDocument document;
  private final Path folder;
  private final Map<String, String> environment;
  private final JsonPointer at;
  private final String name;
  private final JsonNode stack;
  private final List<Problem> problems = new ArrayList<>();

  /** Of the stack at {@code at}. */
  StackChecks(YamlDocument document, Path folder, Map<String, String> environment, JsonPointer at) {
    this.document = document;
    this.folder = folder;
    this.environment = environment;
    this.at = at;
    this.name = at.last().getMatchingProperty();
    this.stack = document.root().at(at);
  }

  /** Its problems. */
  List<Problem> problems() {
    if (!stack.has("url") && !stack.has("launch")) {
      add(at, "neither url nor launch; allowed: url of a running server, or launch to start one");
    }
    if (stack.has("url") && stack.has("launch")) {
      add(at, "both url and launch; allowed: one of them (--stack-url takes the place of launch)");
    }
    if (stack.path("url").isTextual()) {
      address("url");
    }
    if (stack.path("metrics").asText("").startsWith("http")) {
      address("metrics");
    }
    for (JsonPointer path :
        List.of(
            at.appendProperty("metrics"),
            at.appendProperty("reset-cache"),
            at.appendProperty("launch").appendProperty("ready"))) {
      if (document.root().at(path).asText("").startsWith("/")) {
        path(path);
      }
    }
    spoken();
    resetCache();
    JsonNode launch = stack.path("launch");
    if (launch.isObject() && launch.has("inferometer") == launch.has("command")) {
      add(
          at.appendProperty("launch"),
          (launch.has("command")
                  ? "both inferometer and command"
                  : "neither inferometer nor command")
              + "; allowed: exactly one of them");
    }
    problems.addAll(document.unknownKeys(at.appendProperty("models"), "model", "/models"));
    secret(at.appendProperty("api-key"));
    JsonPointer headers = at.appendProperty("headers");
    stack
        .path("headers")
        .fieldNames()
        .forEachRemaining(header -> secret(headers.appendProperty(header)));
    tls();
    problems.addAll(RequestsChecks.problems(document, at));
    return problems;
  }

  private void address(String key) {
    try {
      Address.of(Variables.fillEnvironment(stack.get(key).textValue(), environment));
    } catch (IllegalArgumentException e) {
      add(at.appendProperty(key), e.getMessage());
    }
  }

  private void path(JsonPointer key) {
    try {
      Address.requirePath(document.root().at(key).textValue());
    } catch (IllegalArgumentException e) {
      add(key, e.getMessage());
    }
  }

  private void resetCache() {
    if (!stack.path("reset-cache").asBoolean(false)) {
      return;
    }
    if (stack.path("launch").has("inferometer")) {
      add(
          at.appendProperty("reset-cache"),
          "the built-in server has no prefix cache to be emptied; allowed: false");
      return;
    }
    try {
      Dialect spoken = StackBinder.spoken(stack);
      if (spoken.protocol().cacheReset(spoken) == null) {
        add(
            at.appendProperty("reset-cache"),
            "no way is known for a server of %s; allowed: the path of its own, such as /flush_cache"
                .formatted(spoken.label()));
      }
    } catch (IllegalArgumentException e) {
      // Told where the protocol and the dialect are.
    }
  }

  private void spoken() {
    String protocol = stack.path("protocol").asText(Protocols.usual().name());
    String dialect = stack.path("dialect").asText(null);
    if (Protocols.names().contains(protocol)) {
      modes(protocol);
    }
    if (Protocols.names().contains(protocol) && dialect != null) {
      List<String> known = Protocols.named(protocol).names();
      if (!known.contains(dialect)) {
        add(
            at.appendProperty("dialect"),
            "%s is no dialect of protocol %s; allowed: %s"
                .formatted(dialect, protocol, String.join(", ", known)));
      }
    }
  }

  /** Whether all tasks are asked in modes that the stack's protocol has. */
  private void modes(String protocol) {
    Set<Mode> known = Protocols.named(protocol).modes();
    for (Map.Entry<String, JsonNode> task : document.root().path("tasks").properties()) {
      JsonNode own = task.getValue().path("modes");
      JsonNode said = own.isMissingNode() ? document.root().path("modes") : own;
      int batch = task.getValue().path("batch").asInt(1);
      if (batch > 1 && !Protocols.named(protocol).batches()) {
        add(
            at,
            "protocol %s puts one prompt into a request, but task %s asks %d together; allowed: no batch, or protocol: triton-infer"
                .formatted(protocol, task.getKey(), batch));
      }
      for (Mode mode : Mode.values()) {
        boolean asked = said.isMissingNode();
        for (JsonNode one : said) {
          asked |= mode.label().equals(one.asText());
        }
        if (asked && !known.contains(mode)) {
          add(
              at.appendProperty("protocol"),
              "%s does not know mode %s, in which task %s is asked; allowed: modes: %s, or another protocol of the server"
                  .formatted(
                      protocol,
                      mode.label(),
                      task.getKey(),
                      known.stream().map(Mode::label).toList()));
          return;
        }
      }
    }
  }

  private void tls() {
    JsonPointer tls = at.appendProperty("tls");
    if (stack.has("tls") && !stack.path("url").asText().strip().matches("(?i)https:.*|\\$.*")) {
      add(tls, "is of no use without https; allowed: with url: https://...");
    }
    JsonPointer ca = tls.appendProperty("ca");
    JsonNode file = document.root().at(ca);
    List<Problem> none = FileChecks.problems(document, folder, ca, "a file of certificates (PEM)");
    problems.addAll(none);
    if (file.isTextual() && none.isEmpty()) {
      try {
        Trust.certificates(folder.resolve(file.textValue()).normalize());
      } catch (IllegalArgumentException e) {
        add(ca, e.getMessage());
      }
    }
  }

  /** A secret in the place of where it is found is not repeated. */
  private void secret(JsonPointer key) {
    JsonNode where = document.root().at(key);
    String env = where.path("env").asText("");
    if (env.matches("[A-Za-z_][A-Za-z0-9_]*") && !environment.containsKey(env)) {
      add(key.appendProperty("env"), VariableChecks.unset(env));
    }
    String file = where.path("file").asText("");
    if (!file.isEmpty() && !Files.isRegularFile(folder.resolve(file))) {
      add(
          key.appendProperty("file"),
          "it "
              + FileChecks.noFile(folder.resolve(file))
              + "; allowed: the path of a file that holds it, seen from "
              + folder);
    }
  }

  private void add(JsonPointer key, String message) {
    problems.add(document.problem(key, message));
  }
}
