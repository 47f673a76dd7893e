package org.inferometer.stack;

import java.net.URI;
import java.util.Map;
import org.inferometer.scenario.ApiKey;
import org.inferometer.scenario.Requests;
import org.inferometer.scenario.Stack;

/** A running server as a scenario has it: the usual one, but for what is said. */
final class StackAt {
  private final URI url;
  private String protocol;
  private String dialect = "openai";
  private Map<String, String> models = Map.of("m", "m");
  private ApiKey apiKey;
  private Requests requests = Requests.USUAL;
  private boolean checkModels = true;
  private String metrics;
  private String resetCache;

  StackAt(URI url) {
    this.url = url;
  }

  StackAt speaking(String aProtocol, String aDialect) {
    protocol = aProtocol;
    dialect = aDialect;
    return this;
  }

  StackAt serving(Map<String, String> names) {
    models = names;
    return this;
  }

  StackAt asked(Requests how) {
    requests = how;
    return this;
  }

  StackAt withKey(ApiKey key) {
    apiKey = key;
    return this;
  }

  StackAt checkingModels(boolean check) {
    checkModels = check;
    return this;
  }

  StackAt metricsAt(String address) {
    metrics = address;
    return this;
  }

  StackAt resettingCacheAt(String address) {
    resetCache = address;
    return this;
  }

  Stack stack() {
    return new Stack(
        "s",
        "s",
        protocol,
        dialect,
        url,
        null,
        models,
        apiKey,
        requests,
        checkModels,
        null,
        null,
        metrics,
        null,
        resetCache,
        null);
  }
}
