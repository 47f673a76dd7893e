package org.inferometer.scenario;

import static org.inferometer.scenario.Keys.duration;
import static org.inferometer.scenario.Keys.list;
import static org.inferometer.scenario.Keys.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.wire.Address;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Protocol;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Trust;

/** Makes stacks of what a scenario says of them. */
final class StackBinder {
  /** The dialect of this program's own server. */
  static final String OWN_DIALECT = "vllm";

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Model> models;

  /**
   * @param folder from which paths are seen
   * @param models what each stack serves
   */
  StackBinder(Path folder, Map<String, String> environment, List<Model> models) {
    this.folder = folder;
    this.environment = environment;
    this.models = models;
  }

  Stack stack(String name, JsonNode stack) {
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
        list(stack, "omit", JsonNode::textValue, List.of()),
        tensors(stack.path("tensors")));
  }

  private static Map<String, String> tensors(JsonNode tensors) {
    Map<String, String> names = new LinkedHashMap<>();
    tensors.properties().forEach(one -> names.put(one.getKey(), one.getValue().textValue()));
    return names;
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
}
