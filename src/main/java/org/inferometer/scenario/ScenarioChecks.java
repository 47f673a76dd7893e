package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.inferometer.record.Mode;
import org.inferometer.wire.Address;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Trust;

/** What a schema cannot say: files that must exist, and names that must be known. */
final class ScenarioChecks {
  /** Keys of a scenario that hold durations. */
  private static final Set<String> DURATIONS =
      Set.of(
          "warmup-time",
          "iteration-time",
          "stack-warmup",
          "time-budget",
          "duration",
          "connect",
          "head",
          "first",
          "token",
          "total",
          "after",
          "interval",
          "timeout",
          "stop");

  private final YamlDocument document;
  private final Path folder;
  private final Map<String, String> environment;
  private final BuiltInGeneration builtIn = new BuiltInGeneration();
  private final Set<String> cells = new HashSet<>();
  private final Map<String, String> labels = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private ScenarioChecks(YamlDocument document, Path folder, Map<String, String> environment) {
    this.document = document;
    this.folder = folder;
    this.environment = environment;
  }

  /** All problems of {@code document}, which need not agree with the schema. */
  static List<Problem> problems(
      YamlDocument document, Path folder, Map<String, String> environment) {
    ScenarioChecks checks = new ScenarioChecks(document, folder, environment);
    checks.each("/models", checks::model);
    checks.each("/stacks", checks::stack);
    checks.each("/tasks", checks::task);
    checks.known(JsonPointer.compile("/generation"), "model", "/models");
    checks.each("/generation", (at, byTask) -> checks.known(at, "task", "/tasks"));
    checks.problems.addAll(MeasureChecks.problems(document));
    checks.durations(JsonPointer.empty(), document.root());
    return checks.problems;
  }

  /** Whatever looks like a duration where the schema wants one. */
  private void durations(JsonPointer at, JsonNode node) {
    if (node.isTextual() && DURATIONS.contains(name(at))) {
      try {
        if (Durations.parse(node.textValue()).compareTo(Durations.LONGEST) > 0) {
          add(at, "found \"%s\"; allowed: at most 720h".formatted(node.textValue()));
        }
      } catch (IllegalArgumentException e) {
        // The schema says what a duration is.
      }
    }
    node.properties().forEach(one -> durations(at.appendProperty(one.getKey()), one.getValue()));
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      durations(at.appendIndex(i), node.get(i));
    }
  }

  private void model(JsonPointer at, JsonNode model) {
    if (model.isObject() && model.isEmpty()) {
      each("/stacks", (ignored, stack) -> withoutDirectory(at, name(ignored), stack));
    }
    if (model.path("directory").isTextual()) {
      String text = Variables.fillEnvironment(model.get("directory").textValue(), environment);
      Path directory = folder.resolve(text).normalize();
      if (!Files.isRegularFile(directory.resolve("config.json"))) {
        add(
            at.appendProperty("directory"),
            directory
                + " is no model directory: it has no config.json. Allowed: a directory as Hugging"
                + " Face transformers writes it");
      }
    }
  }

  private void withoutDirectory(JsonPointer at, String name, JsonNode stack) {
    String served = stack.path("models").path(name(at)).asText(null);
    boolean wanted =
        served == null
            ? stack.path("dialect").asText().equals("transformers")
            : Variables.in(served).contains("model.directory");
    JsonNode launch = stack.path("launch");
    if (launch.has("inferometer") || launch.toString().contains("${model.directory}") || wanted) {
      add(at, "neither directory nor generate, but stack " + name + " needs the model's directory");
    }
  }

  private void stack(JsonPointer at, JsonNode stack) {
    String label = stack.path("label").asText(name(at));
    String other = labels.putIfAbsent(label, name(at));
    if (other != null) {
      add(
          at,
          "in figures it is called \"%s\", as is %s; give them different labels"
              .formatted(label, other));
    }
    if (!stack.has("url") && !stack.has("launch")) {
      add(at, "neither url nor launch; allowed: url of a running server, or launch to start one");
    }
    if (stack.has("url") && stack.has("launch")) {
      add(at, "both url and launch; allowed: one of them (--stack-url takes the place of launch)");
    }
    if (stack.path("url").isTextual()) {
      try {
        Address.of(Variables.fillEnvironment(stack.get("url").textValue(), environment));
      } catch (IllegalArgumentException e) {
        add(at.appendProperty("url"), e.getMessage());
      }
    }
    if (stack.path("metrics").asText("").startsWith("http")) {
      try {
        Address.of(Variables.fillEnvironment(stack.get("metrics").textValue(), environment));
      } catch (IllegalArgumentException e) {
        add(at.appendProperty("metrics"), e.getMessage());
      }
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
    spoken(at, stack);
    resetCache(at.appendProperty("reset-cache"), stack);
    JsonNode launch = stack.path("launch");
    if (launch.isObject() && launch.has("inferometer") == launch.has("command")) {
      add(
          at.appendProperty("launch"),
          (launch.has("command")
                  ? "both inferometer and command"
                  : "neither inferometer nor command")
              + "; allowed: exactly one of them");
    }
    known(at.appendProperty("models"), "model", "/models");
    secret(at.appendProperty("api-key"));
    JsonPointer headers = at.appendProperty("headers");
    keys(stack.path("headers")).forEach(header -> secret(headers.appendProperty(header)));
    tls(at, stack);
    problems.addAll(RequestsChecks.problems(document, at));
  }

  private void path(JsonPointer at) {
    try {
      Address.requirePath(document.root().at(at).textValue());
    } catch (IllegalArgumentException e) {
      add(at, e.getMessage());
    }
  }

  private void resetCache(JsonPointer at, JsonNode stack) {
    if (!stack.path("reset-cache").asBoolean(false)) {
      return;
    }
    try {
      Dialect spoken = StackBinder.spoken(stack);
      if (spoken.protocol().cacheReset(spoken) == null) {
        add(
            at,
            "no way is known for a server of %s; allowed: the path of its own, such as /flush_cache"
                .formatted(spoken.label()));
      }
    } catch (IllegalArgumentException e) {
      // Told where the protocol and the dialect are.
    }
  }

  private void spoken(JsonPointer at, JsonNode stack) {
    String protocol = stack.path("protocol").asText(Protocols.usual().name());
    String dialect = stack.path("dialect").asText(null);
    if (Protocols.names().contains(protocol)) {
      modes(at, protocol);
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
  private void modes(JsonPointer at, String protocol) {
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

  private void tls(JsonPointer stack, JsonNode node) {
    JsonPointer tls = stack.appendProperty("tls");
    if (node.has("tls") && !node.path("url").asText().strip().matches("(?i)https:.*|\\$.*")) {
      add(tls, "is of no use without https; allowed: with url: https://...");
    }
    JsonPointer at = tls.appendProperty("ca");
    JsonNode file = document.root().at(at);
    int before = problems.size();
    file(at, "a file of certificates (PEM)");
    if (file.isTextual() && problems.size() == before) {
      try {
        Trust.certificates(folder.resolve(file.textValue()).normalize());
      } catch (IllegalArgumentException e) {
        add(at, e.getMessage());
      }
    }
  }

  /** A secret in the place of where it is found is not repeated. */
  private void secret(JsonPointer at) {
    JsonNode where = document.root().at(at);
    String env = where.path("env").asText("");
    if (env.matches("[A-Za-z_][A-Za-z0-9_]*") && !environment.containsKey(env)) {
      add(at.appendProperty("env"), VariableChecks.unset(env));
    }
    String file = where.path("file").asText("");
    if (!file.isEmpty() && !Files.isRegularFile(folder.resolve(file))) {
      add(
          at.appendProperty("file"),
          "it "
              + noFile(folder.resolve(file))
              + "; allowed: the path of a file that holds it, seen from "
              + folder);
    }
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

  private void task(JsonPointer at, JsonNode task) {
    for (String key : List.of("conversation", "cancel")) {
      if (task.path("batch").asInt(1) > 1 && task.has(key)) {
        add(at.appendProperty(key), "not with batch; allowed: one of them");
      }
    }
    file(at.appendProperty("prompts"), "a JSON Lines file of prompts");
    boolean replays = task.isObject() && replays(name(at), task);
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
    problems.addAll(TalkChecks.problems(document, at));
    JsonNode template = task.path("template");
    if (template.isTextual() && !template.textValue().contains("{text}")) {
      add(at.appendProperty("template"), "has no {text}, where the prompt would go");
    }
    if (task.path("api").asText().equals("chat")) {
      each("/stacks", (stack, node) -> chat(at.appendProperty("api"), name(stack), node));
    }
    each("/models", (model, ignored) -> cell(name(model), name(at), at, replays));
    cancel(at.appendProperty("cancel"), task);
    tools(at.appendProperty("tools"), task);
  }

  private void tools(JsonPointer at, JsonNode task) {
    JsonNode tools = task.path("tools");
    if (tools.isMissingNode()) {
      return;
    }
    if (!task.path("api").asText().equals("chat")) {
      add(at, "only a chat can call tools; allowed: with api: chat");
    }
    each(
        "/stacks",
        (stack, node) -> {
          if (node.path("body").has("tools")) {
            add(
                stack.appendProperty("body").appendProperty("tools"),
                "task %s says which tools all stacks get; allowed: one of them"
                    .formatted(name(at.head())));
          }
        });
    if (tools.isTextual() || !tools.isEmpty()) {
      try {
        Tools.of(tools, folder);
      } catch (IllegalArgumentException e) {
        add(at, e.getMessage());
      }
    }
  }

  private void cancel(JsonPointer at, JsonNode task) {
    JsonNode cancel = task.path("cancel");
    if (!cancel.isObject()) {
      return;
    }
    if (cancel.has("after") == cancel.has("after-tokens")) {
      add(
          at,
          (cancel.has("after") ? "both after and after-tokens" : "neither after nor after-tokens")
              + "; allowed: exactly one of them");
    }
    each("/models", (model, ignored) -> tooLate(at, name(model), cancel, name(at.head())));
    JsonNode modes = task.has("modes") ? task.get("modes") : document.root().path("modes");
    boolean stream = modes.size() == 1 && modes.get(0).asText().equals("stream");
    if (cancel.has("after-tokens") && !stream && !document.root().has("search")) {
      add(
          at.appendProperty("after-tokens"),
          "not in sync mode, where an answer comes in one piece; allowed: after, or modes: [stream]");
    }
  }

  /** Whether the answers are shorter than what has to come before they are given up. */
  private void tooLate(JsonPointer cancel, String model, JsonNode entry, String task) {
    int limit = 0;
    for (JsonNode layer : builtIn.layers(document.root(), model, task)) {
      limit = layer.path("max_tokens").asInt(limit);
    }
    if (limit > 0 && entry.path("after-tokens").asInt() >= limit) {
      add(
          cancel.appendProperty("after-tokens"),
          "found %s, but answers of model %s end after max_tokens, %d, so that none would be given up; allowed: fewer"
              .formatted(entry.get("after-tokens"), model, limit));
    }
  }

  /** Whether all requests of a task are those of traces, which say how long they are. */
  private boolean replays(String name, JsonNode task) {
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

  private void cell(String model, String task, JsonPointer at, boolean replays) {
    if (!cells.add(model + "-" + task)) {
      add(at, "its trials with model " + model + " have the names of others; rename the task");
    }
    if (!replays
        && builtIn.layers(document.root(), model, task).stream()
            .noneMatch(layer -> layer.has("max_tokens"))) {
      add(
          at.appendProperty("generation").appendProperty("max_tokens"),
          "missing for model %s; allowed: a whole number from 1. (Built in are chat, summarization, qa and code of %s.)"
              .formatted(model, String.join(", ", builtIn.models())));
    }
  }

  private void file(JsonPointer at, String allowed) {
    JsonNode file = document.root().at(at);
    if (file.isTextual() && !Files.isRegularFile(folder.resolve(file.textValue()))) {
      add(
          at,
          "%s %s; allowed: the path of %s, seen from the scenario"
              .formatted(
                  folder.resolve(file.textValue()).normalize(),
                  noFile(folder.resolve(file.textValue())),
                  allowed));
    }
  }

  /** What {@code path} is, when it is no file to be read from its beginning to its end. */
  private static String noFile(Path path) {
    return Files.isDirectory(path)
        ? "is a folder"
        : Files.exists(path) ? "is a device or a pipe, not a file" : "does not exist";
  }

  private void known(JsonPointer at, String kind, String where) {
    List<String> known = keys(document.root().at(where));
    for (String key : keys(document.root().at(at))) {
      if (!known.contains(key)) {
        problems.add(document.keyProblem(at.appendProperty(key), Names.unknown(kind, key, known)));
      }
    }
  }

  private void add(JsonPointer at, String message) {
    problems.add(document.problem(at, message));
  }

  private void each(String at, BiConsumer<JsonPointer, JsonNode> check) {
    JsonPointer pointer = JsonPointer.compile(at);
    JsonNode object = document.root().at(pointer);
    keys(object).forEach(key -> check.accept(pointer.appendProperty(key), object.get(key)));
  }

  private static String name(JsonPointer at) {
    return at.last().getMatchingProperty();
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
