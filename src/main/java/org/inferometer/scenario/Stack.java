package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.inferometer.wire.Address;
import org.inferometer.wire.Api;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Trust;
import org.inferometer.wire.Way;

/**
 * A serving system under test.
 *
 * @param label its name in figures
 * @param protocol how it is asked, one of {@link Protocols#names}; null for the usual one
 * @param dialect how it speaks its protocol
 * @param url where it listens, see {@link Address#of}; absent if it is launched on a free port
 * @param launch how it is started; absent for a server that runs already
 * @param models name under which it serves each model, by the scenario's model name
 * @param apiKey where its key is found, if it wants one
 * @param requests how requests to it differ from what its dialect says
 * @param checkModels whether it is asked before a run which models it serves
 * @param tls whose certificates it may show; null for those that Java knows
 * @param transport what carries requests to it
 * @param metrics address or path of its page of Prometheus metrics; empty for none, null for {@code
 *     /metrics} where it listens
 * @param pricePerHour what an hour of what it runs on costs, in any currency; null if unknown
 * @param resetCache path at which it empties its prefix cache before each trial; null if it is not
 *     asked to
 * @param exclusive what it needs for itself while it is up, such as {@code gpu}; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stack(
    String name,
    String label,
    String protocol,
    String dialect,
    URI url,
    Launch launch,
    Map<String, String> models,
    @JsonProperty("api_key") ApiKey apiKey,
    Requests requests,
    @JsonProperty("check_models") boolean checkModels,
    Trust tls,
    Transport transport,
    String metrics,
    @JsonProperty("price_per_hour") Double pricePerHour,
    @JsonProperty("reset_cache") String resetCache,
    String exclusive) {

  /** A stack that is asked as usual. */
  public Stack(
      String name,
      String label,
      String dialect,
      URI url,
      Launch launch,
      Map<String, String> models,
      ApiKey apiKey) {
    this(
        name,
        label,
        null,
        dialect,
        url,
        launch,
        models,
        apiKey,
        Requests.USUAL,
        true,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public Stack {
    protocol = protocol == null ? Protocols.usual().name() : protocol;
    requests = requests == null ? Requests.USUAL : requests;
    transport = transport == null ? Transport.SOCKETS : transport;
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
  }

  /** The server of {@code tenant}, which is one of this kind; with the tenant's name in figures. */
  Stack of(String tenant) {
    String shown = label.equals(tenant) ? tenant : "%s (%s)".formatted(tenant, label);
    return new Stack(
        tenant,
        shown,
        protocol,
        dialect,
        url,
        launch,
        models,
        apiKey,
        requests,
        checkModels,
        tls,
        transport,
        metrics,
        pricePerHour,
        resetCache,
        exclusive);
  }

  /** How it is spoken to: its dialect, with what differs from it. */
  public Dialect spoken() {
    return requests.in(Protocols.named(protocol).dialect(dialect));
  }

  /** The kind of question that it is asked in {@code task}. */
  public Api asks(Task task) {
    return spoken().protocol().asks(Api.valueOf(task.api().toUpperCase(Locale.ROOT)));
  }

  /** Whether it is asked as NVIDIA Triton is, and tells of itself as Triton does. */
  public boolean speaksTriton() {
    return protocol.equals("triton") || protocol.equals("triton-infer");
  }

  /** Headers of requests to it, whose values must not be logged or written. */
  public Map<String, String> headers() {
    return spoken().headers(apiKey == null ? null : apiKey.read(), requests.readHeaders());
  }

  /** How requests reach it. */
  public Way way() {
    return new Way(transport, url != null && Address.of(url.toString()).secure());
  }

  /** {@link #way} in words. */
  public String reached() {
    return way().label();
  }

  /** Where its API is reached when it listens at {@code url}. */
  public Address address(URI url) {
    return Address.of(url.toString()).at(requests.path(), spoken().protocol());
  }

  /** Where its page of metrics is when it listens at {@code url}; null if it has none. */
  public URI metrics(URI url) {
    if (metrics == null || metrics.startsWith("/")) {
      Address address = address(url);
      return URI.create(address + (metrics == null ? address.base() + "/metrics" : metrics));
    }
    return metrics.isEmpty() ? null : URI.create(metrics);
  }

  /** Whether both are names of one running server, with one cache. */
  boolean isServerOf(Stack other) {
    return url != null && other.url != null && Address.of(url.toString()).isServerOf(other.url);
  }

  /** What {@code model} is called in requests to this stack. */
  public String served(String model) {
    return models.get(model);
  }
}
