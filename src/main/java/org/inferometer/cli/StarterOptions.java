package org.inferometer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.scenario.Starter;
import org.inferometer.wire.Address;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Servers that run already, told on the command line instead of in a scenario. */
final class StarterOptions {
  private static final Pattern NAMED = Pattern.compile("([^:/=]*)=(.+)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,59}");

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "[NAME=]URL",
      description = {
        "A server that runs already, such as vllm=http://127.0.0.1:8000; its NAME stands in figures.",
        "May be repeated, to compare several."
      })
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "What the servers call their model (GET /v1/models lists it).")
  private String model;

  @Option(
      names = "--api",
      paramLabel = "API",
      defaultValue = "completions",
      description = "completions (default), or chat for models with a chat template.")
  private String api;

  /**
   * Whether there are any.
   *
   * @throws ParameterException if there are none, but something is said of them
   */
  boolean isGiven() {
    Effect.require(spec, !urls.isEmpty(), "without --url [NAME=]URL", "--model", "--api");
    return !urls.isEmpty();
  }

  /** What to start with. */
  Starter starter() {
    if (model == null) {
      throw wrong("--url goes with --model NAME: what the servers call their model");
    }
    if (!List.of("completions", "chat").contains(api)) {
      throw wrong("--api: found \"%s\", allowed: completions or chat".formatted(api));
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (String url : urls) {
      Matcher named = NAMED.matcher(url);
      boolean isNamed = named.matches();
      String name =
          isNamed ? named.group(1) : "server" + (urls.size() > 1 ? byName.size() + 1 : "");
      if (!NAME.matcher(name).matches()) {
        throw wrong(
            "--url: \"%s\" is no name of a server; allowed: small letters, digits, dots and hyphens, at most 60, such as vllm=http://127.0.0.1:8000 (a label in the scenario is free)"
                .formatted(name));
      }
      if (byName.put(name, isNamed ? named.group(2) : url) != null) {
        throw wrong("--url: two servers are called " + name);
      }
      try {
        Address.of(byName.get(name));
      } catch (IllegalArgumentException e) {
        throw wrong("--url: " + e.getMessage());
      }
    }
    return new Starter(byName, model, api);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
