package org.inferometer.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Template;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Processors;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;
import org.inferometer.server.model.WeightsPerToken;
import org.inferometer.stack.RunningStack;
import org.inferometer.telemetry.Gpus;
import org.inferometer.telemetry.HostDescription;
import org.inferometer.telemetry.MemoryWatch;
import org.inferometer.telemetry.PeakArithmetic;
import org.inferometer.telemetry.ReadBandwidth;

/** Keeps {@code environment.json}: on what was measured, and what answered. */
final class Environment {
  private static final JsonMapper JSON =
      JsonMapper.builder().defaultPropertyInclusion(nonNull()).build();

  private final RunDirectory run;
  private final ObjectNode root;
  private final Map<String, ObjectNode> up = new HashMap<>();

  private Environment(RunDirectory run, ObjectNode root) {
    this.run = run;
    this.root = root;
  }

  /** The environment of a new run, or of one that is continued. */
  static Environment of(RunDirectory run, Scenario scenario, Gpus gpus) throws IOException {
    ObjectNode root = read(run);
    if (!root.has("run")) {
      root.put("run", UUID.randomUUID().toString());
    }
    root.put("inferometer", Environment.class.getPackage().getImplementationVersion());
    root.set("host", JSON.valueToTree(HostDescription.of(gpus)));
    ObjectNode prompts = root.withObjectProperty("prompts");
    scenario.tasks().forEach(one -> prompts.put(one.name(), one.fingerprint()));
    scenario.tasks().forEach(one -> words(root.withObjectProperty("promptWords"), one));
    ObjectNode clock = root.withArray("/clock").addObject();
    clock.put("nanos", Clock.nanos()).put("wall", Instant.now().toString());
    Environment environment = new Environment(run, root);
    environment.write();
    return environment;
  }

  /**
   * How long the prompts or questions of {@code task} are, in words; what makes each a new one is
   * not in it.
   */
  private static void words(ObjectNode all, Task task) {
    if (task.replays()) {
      return;
    }
    Template template = new Template(task.template(), task.maxWords());
    double[] words =
        task.allPrompts().stream()
            .flatMap(one -> questions(template.applied(one)))
            .mapToDouble(text -> text.strip().split("\\s+").length)
            .sorted()
            .toArray();
    all.putObject(task.name())
        .put("least", (int) words[0])
        .put("median", words[words.length / 2])
        .put("most", (int) words[words.length - 1]);
  }

  private static Stream<String> questions(Prompt prompt) {
    Conversation of = new Conversation(prompt);
    return IntStream.rangeClosed(1, of.turns()).mapToObj(of::question);
  }

  /**
   * Refuses to go on with other prompts than those that the run began with.
   *
   * @throws RunRefused naming the file that changed, or environment.json where it is damaged
   */
  static void requireSamePrompts(RunDirectory run, Scenario scenario) throws IOException {
    JsonNode before = read(run).path("prompts");
    for (Task task : scenario.tasks()) {
      String was = before.path(task.name()).asText(null);
      if (was != null && !was.equals(task.fingerprint())) {
        throw new RunRefused(
            "%s has changed since the run began; restore it (SHA-256 %s), or begin a new run"
                .formatted(
                    task.prompts() == null ? "what task " + task.name() + " asks" : task.prompts(),
                    was));
      }
    }
  }

  /** The run's id, which sets its prompts apart from those of all other runs. */
  String id() {
    return root.get("run").textValue();
  }

  private static ObjectNode read(RunDirectory run) throws IOException {
    if (!Files.exists(run.environment())) {
      return JSON.createObjectNode();
    }
    try {
      if (JSON.readTree(run.environment().toFile()) instanceof ObjectNode root) {
        return root;
      }
    } catch (JsonProcessingException e) {
      // Damaged, like a file that holds no object.
    }
    throw new RunRefused(
        run.environment()
            + " is damaged; remove it to go on without what it tells of the run's beginning, or"
            + " begin a new run");
  }

  /** Adds which weights a model's directory holds. */
  void add(Model model) throws IOException {
    if (model.directory() != null && Files.isDirectory(model.directory())) {
      root.withObjectProperty("weights")
          .put(model.name(), WeightsFingerprint.of(model.directory()));
      weightsPerToken(model);
      write();
    }
  }

  /** Adds how many weights each step of decoding reads, where the model's shape is known. */
  private void weightsPerToken(Model model) {
    try {
      long weights = WeightsPerToken.of(ModelConfig.read(model.directory()));
      root.withObjectProperty("weightsPerToken").put(model.name(), weights);
    } catch (ModelException e) {
      // Of another family.
    }
  }

  /** Has compiled what {@link #addBound} needs, while the compilers are as urgent as all else. */
  static void rehearseBounds() {
    ReadBandwidth.rehearse();
    PeakArithmetic.rehearse();
  }

  /**
   * Adds how fast this machine reads as many bytes as the built-in server reads for each token of
   * {@code model}, which it keeps in single precision, and how fast it computes. Takes two seconds,
   * once a run; to be called before a stack is up, and after {@link #rehearseBounds}.
   */
  void addBound(Model model) throws IOException {
    if (model.directory() == null || root.path("bounds").has(model.name())) {
      return;
    }
    ModelConfig config = ModelConfig.read(model.directory());
    long bytes = Float.BYTES * WeightsPerToken.of(config);
    root.withObjectProperty("bounds")
        .putObject(model.name())
        .put("bytesPerToken", bytes)
        .put("bytesPerSecond", ReadBandwidth.bytesPerSecond(bytes))
        .put("flopPerToken", 2 * WeightsPerToken.multiplied(config))
        .put("flopPerSecond", PeakArithmetic.flopPerSecond());
    write();
  }

  /** Adds what is known of a stack that is up. */
  void add(RunningStack stack) throws IOException {
    ObjectNode known = root.withArray("/stacks").addObject().put("name", stack.name());
    up.put(stack.name(), known);
    known.setAll((ObjectNode) JSON.valueToTree(stack.fingerprint()));
    Processors processors =
        stack.root().isPresent() ? Processors.ofProcess(stack.root().getAsLong()) : null;
    if (processors != null && processors.count() > 0) {
      known.put("processors", processors.toString());
    }
    write();
  }

  /** Completes what {@link #add} added by what has become known since. */
  void complete(RunningStack stack, MemoryWatch memory) throws IOException {
    ObjectNode known = up.get(stack.name());
    known.setAll((ObjectNode) JSON.valueToTree(stack.fingerprint()));
    known.set("memory", JSON.valueToTree(memory.levels()));
    write();
  }

  /** Adds what a reader has to know of how GPUs cooled down. */
  void addCoolDown(String sentence) {
    add("/coolDown", sentence);
  }

  /** Adds which processes of a stack could not be ended. */
  void addLeft(String sentence) {
    add("/left", sentence);
  }

  private void add(String where, String sentence) {
    root.withArray(where).add(sentence);
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(run.environment().toFile(), root);
  }

  private static JsonInclude.Value nonNull() {
    return JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL);
  }
}
