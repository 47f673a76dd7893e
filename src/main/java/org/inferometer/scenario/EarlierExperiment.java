package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An experiment of an earlier multi-tenant study, {@code experiment_name, mps, tenants: [{
 * model_name, name, batch_size, seq_len, num_iters, num_warmup }]}, as a scenario: the same work,
 * asked of servers in place of one process.
 *
 * @param name of the experiment
 * @param text the scenario's YAML, with the experiment's own in front as a comment
 * @param understood how it was read, one sentence a thing
 */
public record EarlierExperiment(String name, String text, List<String> understood) {
  private static final Set<String> KEYS = Set.of("experiment_name", "mps", "tenants");
  private static final List<String> OF_TENANTS =
      List.of("model_name", "name", "batch_size", "seq_len", "num_iters", "num_warmup");
  private static final List<String> FAMILIES = List.of("llama", "mistral", "qwen2", "gpt2");
  private static final String SHARING = "# sharing: [time-slicing, mps]\n";

  /** Of all tenants together, which have one GPU. */
  private static final double GPU_MEMORY = 0.8;

  private static final int OUTPUT_TOKENS = 32;
  private static final String LONGEST = "60s";
  private static final int MOST_IN_FLIGHT = 1024;
  private static final int MOST_REQUESTS = 10_000_000;

  /**
   * That of {@code file}; empty if it is something else.
   *
   * @throws ScenarioException with all problems of an experiment
   */
  public static Optional<EarlierExperiment> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      // Whoever reads it as a scenario says so.
      return Optional.empty();
    }
    YamlDocument document = new YamlDocument(text);
    if (!isEarlier(document.root())) {
      return Optional.empty();
    }
    List<Problem> problems = problems(document);
    if (!problems.isEmpty()) {
      throw new ScenarioException(file, problems);
    }
    return Optional.of(of(document.root(), file, text));
  }

  /** What only such a file has; without a name it is called as its file is. */
  private static boolean isEarlier(JsonNode root) {
    return root.has("experiment_name")
        || !root.has("stacks") && !root.path("tenants").findValues("model_name").isEmpty();
  }

  private static List<Problem> problems(YamlDocument document) {
    List<Problem> problems = new ArrayList<>(document.problems());
    for (Map.Entry<String, JsonNode> one : document.root().properties()) {
      if (!KEYS.contains(one.getKey())) {
        JsonPointer at = JsonPointer.empty().appendProperty(one.getKey());
        problems.add(document.keyProblem(at, Names.unknown("key", one.getKey(), KEYS)));
      }
    }
    JsonNode mps = document.root().path("mps");
    if (!mps.isMissingNode() && !mps.isBoolean()) {
      problems.add(
          document.problem(
              JsonPointer.compile("/mps"), "found %s; allowed: true or false".formatted(mps)));
    }
    JsonNode tenants = document.root().path("tenants");
    if (!tenants.isArray()) {
      problems.add(
          document.problem(
              JsonPointer.compile("/tenants"),
              "%s; allowed: a list of tenants, each with a model_name"
                  .formatted(tenants.isMissingNode() ? "missing" : "found " + tenants)));
    } else if (tenants.isEmpty()) {
      problems.add(
          document.problem(
              JsonPointer.compile("/tenants"), "found an empty list; allowed: one or more"));
    }
    for (int i = 0; i < tenants.size(); i++) {
      JsonPointer at = JsonPointer.compile("/tenants").appendIndex(i);
      for (Map.Entry<String, JsonNode> one : tenants.get(i).properties()) {
        if (!OF_TENANTS.contains(one.getKey())) {
          problems.add(
              document.keyProblem(
                  at.appendProperty(one.getKey()), Names.unknown("key", one.getKey(), OF_TENANTS)));
        }
      }
      if (!tenants.get(i).path("model_name").isTextual()) {
        problems.add(document.problem(at, "model_name is missing; allowed: the name of a model"));
      } else if (tenants.get(i).get("model_name").textValue().indexOf('\0') >= 0) {
        problems.add(
            document.problem(
                at.appendProperty("model_name"), "has a NUL; allowed: the name of a model"));
      }
      number(document, at.appendProperty("batch_size"), 1, MOST_IN_FLIGHT, problems);
      number(document, at.appendProperty("seq_len"), 1, Integer.MAX_VALUE, problems);
      int batch = Math.min(MOST_IN_FLIGHT, Math.max(1, tenants.get(i).path("batch_size").asInt(1)));
      number(document, at.appendProperty("num_iters"), 1, MOST_REQUESTS / batch, problems);
      number(document, at.appendProperty("num_warmup"), 0, Integer.MAX_VALUE, problems);
    }
    return problems;
  }

  private static void number(
      YamlDocument document, JsonPointer at, int least, int most, List<Problem> problems) {
    JsonNode number = document.root().at(at);
    boolean allowed =
        number.isIntegralNumber()
            && number.canConvertToInt()
            && number.intValue() >= least
            && number.intValue() <= most;
    if (!number.isMissingNode() && !allowed) {
      problems.add(
          document.problem(
              at,
              "found %s; allowed: a whole number from %d to %d".formatted(number, least, most)));
    }
  }

  private static EarlierExperiment of(JsonNode root, Path file, String text) {
    List<String> said = new ArrayList<>();
    StringBuilder models = new StringBuilder();
    StringBuilder tasks = new StringBuilder();
    StringBuilder tenants = new StringBuilder();
    Set<String> names = new LinkedHashSet<>();
    Set<String> known = new LinkedHashSet<>();
    for (JsonNode one : root.get("tenants")) {
      String model = slug(one.get("model_name").textValue());
      String name = unique(slug(one.path("name").asText(model)), names);
      int batch = one.path("batch_size").asInt(1);
      int length = one.path("seq_len").asInt(128);
      int iterations = one.path("num_iters").asInt(100);
      if (known.add(model)) {
        models.append("  \"").append(model).append("\": ");
        models.append(model(one.get("model_name").textValue(), file, said)).append('\n');
      }
      tasks.append(
          "  \"%s\": { synthetic: { prompt-tokens: %d }, generation: { max_tokens: %d } }%n"
              .formatted(name, length, OUTPUT_TOKENS));
      tenants.append(
          "  - { name: \"%s\", stack: custom, model: \"%s\", task: \"%s\", load: { closed: %d }, requests: %d }%n"
              .formatted(name, model, name, batch, batch * iterations));
      said.add(
          "%s: batch_size %d is %d requests kept in flight, num_iters %d are %d requests, seq_len %d is a prompt of so many tokens, num_warmup is 2 s of its load"
              .formatted(name, batch, batch, iterations, batch * iterations, length));
    }
    boolean mps = root.path("mps").asBoolean(false);
    if (mps) {
      said.add(
          "mps: true is \"sharing: [time-slicing, mps]\", with and without it, but for servers on GPUs: the built-in one computes on processors, so that MPS is not measured here; where there is a GPU, take the \"#\" from two lines of the scenario: sharing, and custom launched as vLLM in place of the built-in server");
    }
    said.add(
        "each answer has at most %d tokens, each tenant a built-in server of its own; each is measured alone, too, and until the first has asked its requests, %s at most"
            .formatted(OUTPUT_TOKENS, LONGEST));
    String name = slug(root.path("experiment_name").asText(nameOf(file)));
    String scenario =
        """
        # Read from %s:
        %s
        name: "%s"
        models:
        %sstacks:
          custom: { launch: { inferometer: [--scheduler, batch] } }
          # On a GPU, in place of the line above:
          # custom: { dialect: vllm, launch: { command: [vllm, serve, "${model.directory}", --served-model-name, "${model.name}", --port, "${port}", --gpu-memory-utilization, "%s"], timeout: 10m } }
        tasks:
        %stenants:
        %s%smeasure: { repeats: 4, warmup-time: 2s, iterations: 1, iteration-time: %s }
        """
            .formatted(
                file.getFileName(),
                commented(text),
                name,
                models,
                String.format(Locale.ROOT, "%.2f", GPU_MEMORY / root.get("tenants").size()),
                tasks,
                tenants,
                mps ? SHARING : "",
                LONGEST);
    return new EarlierExperiment(name, scenario, said);
  }

  private static String commented(String text) {
    return text.lines().map(line -> "# " + line).collect(Collectors.joining("\n"));
  }

  /** Its directory, or, where there is none, a generated one of its family. */
  private static String model(String name, Path file, List<String> said) {
    Path directory = file.toAbsolutePath().resolveSibling(name).normalize();
    if (Files.isRegularFile(directory.resolve("config.json"))) {
      said.add("model %s is the directory %s".formatted(name, directory));
      return "{ directory: \"%s\" }".formatted(directory);
    }
    String family =
        FAMILIES.stream()
            .filter(one -> name.toLowerCase(Locale.ROOT).contains(one))
            .findFirst()
            .orElse("gpt2");
    said.add(
        "model %s: there is no directory %s; a small generated model of family %s stands in, with random weights"
            .formatted(name, directory, family));
    return "{ generate: { family: %s, size: small } }".formatted(family);
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private static String slug(String text) {
    String slug =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[^a-z0-9]+|-+$", "");
    return slug.isEmpty() ? "tenant" : slug.substring(0, Math.min(50, slug.length()));
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
