package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prefix;
import org.inferometer.dataset.Synthetic;
import org.inferometer.load.Cancel;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.wire.Address;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Protocol;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Trust;

/** Makes a scenario of a document in which no problem was found; knows all defaults. */
final class ScenarioBinder {
  /** The dialect of this program's own server. */
  static final String OWN_DIALECT = "vllm";

  private static final Path GENERATED_MODELS = Path.of("target", "models").toAbsolutePath();

  /** Of stacks that are never up together: as many trials as usual, in the fewest rounds. */
  private static final int ROUNDS = 3;

  private static final int REPEATS_OF_A_ROUND = 2;

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
    List<Stack> stacks = named("stacks", (name, stack) -> stack(name, stack, models));
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
        measurement(),
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
        duration(search, "duration", "30s"),
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
    if (model.isEmpty()) {
      return new Model(name, null, null);
    }
    if (generate.isMissingNode()) {
      String directory = Variables.fillEnvironment(model.get("directory").textValue(), environment);
      return new Model(name, folder.resolve(directory).normalize(), null);
    }
    Model.Generate arguments =
        new Model.Generate(
            generate.get("family").textValue(),
            generate.get("size").textValue(),
            generate.path("seed").asLong(1));
    String shape = arguments.family() + "-" + arguments.size() + "-" + arguments.seed();
    return new Model(name, GENERATED_MODELS.resolve(shape).resolve(name), arguments);
  }

  private Stack stack(String name, JsonNode stack, List<Model> models) {
    JsonNode launch = stack.path("launch");
    Dialect spoken = spoken(stack);
    Map<String, String> served = new LinkedHashMap<>();
    for (Model model : models) {
      String directory = String.valueOf(model.directory());
      String standard = spoken.name().equals("transformers") ? directory : model.name();
      served.put(
          model.name(),
          Variables.fill(
              text(stack.path("models"), model.name(), standard),
              variable -> variable.equals("model.directory") ? directory : null));
    }
    return new Stack(
        name,
        text(stack, "label", name),
        spoken.protocol().name(),
        spoken.name(),
        stack.has("url") ? url(stack.get("url").textValue()) : null,
        launch.isMissingNode() ? null : launch(launch, spoken.protocol()),
        served,
        stack.has("api-key") ? apiKey(stack.get("api-key")) : null,
        requests(stack),
        stack.path("check").path("models").asBoolean(true),
        stack.has("tls") ? trust(stack.get("tls")) : null,
        Transport.named(text(stack, "transport", Transport.SOCKETS.label())),
        stack.has("metrics") ? metrics(stack.get("metrics")) : null,
        stack.has("price-per-hour") ? stack.get("price-per-hour").doubleValue() : null,
        stack.has("reset-cache") ? resetCache(stack.get("reset-cache"), spoken) : null,
        text(stack, "exclusive", null));
  }

  private String metrics(JsonNode metrics) {
    if (metrics.isBoolean()) {
      return metrics.booleanValue() ? null : "";
    }
    return Variables.fillEnvironment(metrics.textValue(), environment);
  }

  private static String resetCache(JsonNode reset, Dialect spoken) {
    if (reset.isTextual()) {
      return reset.textValue();
    }
    return reset.booleanValue() ? spoken.protocol().cacheReset(spoken) : null;
  }

  private Trust trust(JsonNode tls) {
    return new Trust(
        tls.has("ca") ? folder.resolve(tls.get("ca").textValue()).normalize() : null,
        tls.path("insecure").asBoolean(false));
  }

  private Requests requests(JsonNode stack) {
    Map<String, Requests.Header> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : stack.path("headers").properties()) {
      JsonNode value = header.getValue();
      headers.put(
          header.getKey(),
          value.isTextual()
              ? new Requests.Header(value.textValue(), null)
              : new Requests.Header(null, apiKey(value)));
    }
    return new Requests(
        text(stack, "path", null),
        headers,
        stack.has("body") ? (ObjectNode) stack.get("body") : null,
        text(stack, "max-tokens-field", null),
        list(stack, "omit", JsonNode::textValue, List.of()));
  }

  /**
   * What a stack says of its protocol and dialect, or what it has else.
   *
   * @throws IllegalArgumentException naming those there are
   */
  static Dialect spoken(JsonNode stack) {
    Protocol protocol = Protocols.named(stack.path("protocol").asText(Protocols.usual().name()));
    boolean own = stack.path("launch").has("inferometer") && protocol.names().contains(OWN_DIALECT);
    String standard = own ? OWN_DIALECT : protocol.names().get(0);
    return protocol.dialect(stack.path("dialect").asText(standard));
  }

  private URI url(String text) {
    return Address.of(Variables.fillEnvironment(text, environment)).uri();
  }

  private static Launch launch(JsonNode launch, Protocol protocol) {
    Map<String, String> variables = new LinkedHashMap<>();
    launch
        .path("environment")
        .properties()
        .forEach(one -> variables.put(one.getKey(), one.getValue().textValue()));
    boolean own = launch.has("inferometer");
    return new Launch(
        own,
        list(launch, own ? "inferometer" : "command", JsonNode::textValue, List.of()),
        variables,
        text(launch, "ready", protocol.ready()),
        duration(launch, "timeout", "5m"),
        duration(launch, "stop", "15s"));
  }

  private ApiKey apiKey(JsonNode key) {
    return new ApiKey(
        text(key, "env", null),
        key.has("file") ? folder.resolve(key.get("file").textValue()).normalize() : null);
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
            loads(task, alone).stream(), all.stream().filter(load -> load.mix().containsKey(name)))
        .toList();
  }

  private static Cancel cancel(JsonNode cancel) {
    return new Cancel(
        percent(cancel.get("share")),
        cancel.has("after") ? Durations.parse(cancel.get("after").textValue()) : null,
        cancel.has("after-tokens") ? cancel.get("after-tokens").intValue() : null);
  }

  /** A percentage such as {@code 5%}, as a part of 1. */
  private static double percent(JsonNode text) {
    return new BigDecimal(text.textValue().replace("%", "")).movePointLeft(2).doubleValue();
  }

  private static Synthetic synthetic(JsonNode synthetic) {
    return new Synthetic(
        synthetic.get("prompt-tokens").intValue(), synthetic.path("count").asInt(100));
  }

  private Measurement measurement() {
    JsonNode measure = root.path("measure");
    boolean search = root.has("search");
    boolean tenants = root.has("tenants");
    Until until = measure.has("until") ? until(measure.get("until")) : null;
    boolean windows = until instanceof Until.Stable;
    boolean together = Exclusive.claims(root.path("stacks")).isEmpty();
    boolean rounds = !together && !search && until == null && isEveryStackLaunched();
    return new Measurement(
        measure.path("repeats").asInt(rounds ? REPEATS_OF_A_ROUND : repeats(until, search)),
        measure.path("warmup-iterations").asInt(1),
        duration(measure, "warmup-time", "2s"),
        measure.path("iterations").asInt(measure.has("requests") || windows ? 1 : 5),
        duration(measure, "iteration-time", windows ? "5s" : "10s"),
        measure.has("requests") ? measure.get("requests").intValue() : null,
        duration(measure, "stack-warmup", "5s"),
        measure.path("stacks-together").asBoolean(together),
        measure
            .path("first-token")
            .asBoolean(!measure.has("requests") && !search && !tenants && !windows),
        measure.path("launches").asInt(rounds ? ROUNDS : 1),
        until,
        measure.has("cool-down") ? coolDown(measure.get("cool-down")) : null,
        measure.has("time-budget")
            ? Durations.parse(measure.get("time-budget").textValue())
            : null);
  }

  private static CoolDown coolDown(JsonNode coolDown) {
    return new CoolDown(
        Integer.parseInt(coolDown.get("below").textValue().replace("C", "")),
        duration(coolDown, "at-most", "2m"));
  }

  private boolean isEveryStackLaunched() {
    return root.get("stacks").properties().stream().allMatch(one -> one.getValue().has("launch"));
  }

  private static int repeats(Until until, boolean search) {
    return until instanceof Until.Stable stable ? stable.windows() : search ? 1 : 6;
  }

  private static Until until(JsonNode until) {
    return until.has("stable")
        ? new Until.Stable(
            percent(until.get("stable")),
            until.path("windows").asInt(3),
            text(until, "percentile", null),
            until.path("at-most").asInt(10))
        : new Until.Narrow(
            percent(until.get("interval")),
            text(until, "of", "total-latency"),
            until.path("at-most").asInt(20));
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

  private static <T> List<T> list(
      JsonNode object, String key, Function<JsonNode, T> bind, List<T> standard) {
    if (!object.has(key)) {
      return standard;
    }
    List<T> all = new ArrayList<>();
    object.get(key).forEach(one -> all.add(bind.apply(one)));
    return all;
  }

  private static String text(JsonNode object, String key, String standard) {
    return object.has(key) ? object.get(key).textValue() : standard;
  }

  private static Duration duration(JsonNode object, String key, Duration standard) {
    return object.has(key) ? Durations.parse(object.get(key).textValue()) : standard;
  }

  private static Duration duration(JsonNode object, String key, String standard) {
    return Durations.parse(text(object, key, standard));
  }
}
