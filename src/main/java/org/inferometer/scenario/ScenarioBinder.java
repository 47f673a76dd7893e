package org.inferometer.scenario;

import static org.inferometer.scenario.Keys.duration;
import static org.inferometer.scenario.Keys.list;
import static org.inferometer.scenario.Keys.percent;
import static org.inferometer.scenario.Keys.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Lengths;
import org.inferometer.dataset.Prefix;
import org.inferometer.dataset.Synthetic;
import org.inferometer.load.Cancel;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.wire.Deadlines;

/** Makes a scenario of a document in which no problem was found; knows all defaults. */
final class ScenarioBinder {
  private static final Path GENERATED_MODELS = Path.of("target", "models").toAbsolutePath();

  private static final List<Mode> MODES = List.of(Mode.SYNC, Mode.STREAM);
  private static final List<Load> LOADS =
      List.of(new Closed(1), new Closed(2), new Closed(4), new Closed(8));

  private final JsonNode root;
  private final Path folder;
  private final Map<String, String> environment;
  private final BuiltInGeneration builtIn = new BuiltInGeneration();

  ScenarioBinder(JsonNode root, Path folder, Map<String, String> environment) {
    this.root = root;
    this.folder = folder;
    this.environment = environment;
  }

  Scenario scenario() {
    List<Model> models = named("models", this::model);
    List<Stack> stacks = named("stacks", new StackBinder(folder, environment, models)::stack);
    Tenants tenants = root.has("tenants") ? tenants() : null;
    return new Scenario(
        root.get("name").textValue(),
        text(root, "description", ""),
        root.path("seed").asLong(1),
        folder,
        models,
        tenants == null ? stacks : ownStacks(tenants, stacks),
        named("tasks", (name, task) -> task(name, task, models)),
        modes(root, standardModes()),
        MeasureBinder.measurement(root),
        deadlines(root.path("deadlines")),
        duration(root.path("telemetry"), "interval", "100ms"),
        root.has("search") ? search(root.get("search")) : null,
        tenants);
  }

  private Tenants tenants() {
    List<Tenant> all = list(root, "tenants", this::tenant, List.of());
    return new Tenants(
        all,
        root.path("tenants-of").asInt(all.size()),
        list(root, "sharing", Sharing::of, List.of()));
  }

  private Tenant tenant(JsonNode tenant) {
    Map<String, Duration> slo = new LinkedHashMap<>();
    tenant
        .path("slo")
        .properties()
        .forEach(one -> slo.put(one.getKey(), Durations.parse(one.getValue().textValue())));
    return new Tenant(
        tenant.get("name").textValue(),
        tenant.get("stack").textValue(),
        text(tenant, "model", root.get("models").fieldNames().next()),
        tenant.get("task").textValue(),
        Mode.valueOf(text(tenant, "mode", "stream").toUpperCase(Locale.ROOT)),
        LoadEntries.loads(tenant.get("load"), folder),
        tenant.has("requests") ? tenant.get("requests").intValue() : null,
        slo);
  }

  /** A stack for each tenant, called as it is. */
  private static List<Stack> ownStacks(Tenants tenants, List<Stack> stacks) {
    return tenants.all().stream()
        .map(
            tenant ->
                stacks.stream()
                    .filter(stack -> stack.name().equals(tenant.stack()))
                    .findFirst()
                    .orElseThrow()
                    .of(tenant.name()))
        .toList();
  }

  private static List<Mode> modes(JsonNode object, List<Mode> standard) {
    return list(
        object, "modes", one -> Mode.valueOf(one.textValue().toUpperCase(Locale.ROOT)), standard);
  }

  private List<Mode> standardModes() {
    return root.has("search") || root.has("tenants") ? List.of(Mode.STREAM) : MODES;
  }

  private static LoadSearch search(JsonNode search) {
    List<LoadSearch.Target> meet = new ArrayList<>();
    for (Map.Entry<String, JsonNode> metric : search.get("meet").properties()) {
      for (Map.Entry<String, JsonNode> one : metric.getValue().properties()) {
        double share = new BigDecimal(one.getKey().substring(1)).movePointLeft(2).doubleValue();
        meet.add(
            new LoadSearch.Target(
                metric.getKey(), share, Durations.parse(one.getValue().textValue())));
      }
    }
    return new LoadSearch(
        meet,
        search.get("over").textValue().equals("rate"),
        search.get("from").doubleValue(),
        search.get("to").doubleValue(),
        duration(search, "duration", LoadSearch.USUAL),
        search.path("arrivals").asText().equals("constant"));
  }

  private List<Load> loads(JsonNode object, List<Load> standard) {
    return object.has("loads")
        ? list(object, "loads", one -> LoadEntries.loads(one, folder), List.of()).stream()
            .<Load>flatMap(List::stream)
            .toList()
        : list(object, "parallelism", one -> new Closed(one.intValue()), standard);
  }

  private Model model(String name, JsonNode model) {
    JsonNode generate = model.path("generate");
    String label = text(model, "label", name);
    if (model.has("directory")) {
      String directory = Variables.fillEnvironment(model.get("directory").textValue(), environment);
      return new Model(name, label, folder.resolve(directory).normalize(), null);
    }
    if (generate.isMissingNode()) {
      return new Model(name, label, null, null);
    }
    Model.Generate arguments =
        new Model.Generate(
            generate.get("family").textValue(),
            generate.get("size").textValue(),
            generate.path("seed").asLong(1));
    String shape = arguments.family() + "-" + arguments.size() + "-" + arguments.seed();
    return new Model(name, label, GENERATED_MODELS.resolve(shape).resolve(name), arguments);
  }

  private Task task(String name, JsonNode task, List<Model> models) {
    Map<String, Generation> generation = new LinkedHashMap<>();
    models.forEach(model -> generation.put(model.name(), builtIn.of(root, model.name(), name)));
    return new Task(
        name,
        task.has("prompts") ? folder.resolve(task.get("prompts").textValue()).normalize() : null,
        task.has("synthetic") ? synthetic(task.get("synthetic")) : null,
        text(task, "api", "completions"),
        text(task, "template", "{text}"),
        task.has("max-words") ? task.get("max-words").intValue() : null,
        task.path("reuse").asBoolean(false),
        modes(task, modes(root, standardModes())),
        loads(name, task),
        generation,
        task.has("cancel") ? cancel(task.get("cancel")) : null,
        task.has("conversation") ? talk(task.get("conversation")) : null,
        task.has("prefix") ? prefix(task.get("prefix")) : null,
        keepAnswers(task),
        task.has("tools") ? Tools.of(task.get("tools"), folder) : null,
        task.path("batch").asInt(1) > 1 ? task.get("batch").intValue() : null);
  }

  private Boolean keepAnswers(JsonNode task) {
    JsonNode keep = task.has("keep-answers") ? task.get("keep-answers") : root.path("keep-answers");
    return keep.isBoolean() ? keep.booleanValue() : null;
  }

  private static Talk talk(JsonNode talk) {
    return new Talk(
        History.valueOf(text(talk, "history", "given").toUpperCase(Locale.ROOT)),
        Thinks.parse(text(talk, "think", "0s")),
        talk.has("turns") ? talk.get("turns").intValue() : null,
        text(talk, "join", null));
  }

  private static Prefix prefix(JsonNode prefix) {
    return new Prefix(
        prefix.get("tokens").intValue(),
        prefix.has("share") ? percent(prefix.get("share")) : 1,
        prefix.path("of").asInt(1));
  }

  /** Its own or the scenario's, and those that mix it with others; where a search begins. */
  private List<Load> loads(String name, JsonNode task) {
    if (root.has("tenants")) {
      return tenants().all().stream()
          .filter(one -> one.task().equals(name))
          .flatMap(one -> one.loads().stream())
          .distinct()
          .toList();
    }
    if (root.has("search")) {
      LoadSearch search = search(root.get("search"));
      return List.of(search.load(search.from()));
    }
    List<Load> all = loads(root, LOADS);
    List<Load> alone = all.stream().filter(load -> load.mix().isEmpty()).toList();
    return Stream.concat(
            loads(task, alone).stream(),
            all.stream()
                .filter(load -> load.parts("").stream().anyMatch(one -> one.task().equals(name))))
        .toList();
  }

  private static Cancel cancel(JsonNode cancel) {
    return new Cancel(
        percent(cancel.get("share")),
        cancel.has("after") ? Durations.parse(cancel.get("after").textValue()) : null,
        cancel.has("after-tokens") ? cancel.get("after-tokens").intValue() : null);
  }

  private static Synthetic synthetic(JsonNode synthetic) {
    return new Synthetic(
        Lengths.read(synthetic.get("prompt-tokens")), synthetic.path("count").asInt(100));
  }

  private static Deadlines deadlines(JsonNode deadlines) {
    Deadlines standard = Deadlines.defaults();
    return new Deadlines(
        duration(deadlines, "connect", standard.connect()),
        duration(deadlines, "head", standard.head()),
        duration(deadlines, "first", standard.first()),
        duration(deadlines, "token", standard.token()),
        duration(deadlines, "total", standard.total()));
  }

  private <T> List<T> named(String key, BiFunction<String, JsonNode, T> bind) {
    List<T> all = new ArrayList<>();
    root.get(key).properties().forEach(one -> all.add(bind.apply(one.getKey(), one.getValue())));
    return all;
  }
}
