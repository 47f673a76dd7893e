package org.inferometer.stack;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Variables;
import org.inferometer.wire.Address;

/** The command line of a stack's launch, with a model and a port filled in. */
record Command(Stack stack, Model model, URI url) {

  /** To be executed. */
  List<String> arguments() {
    return arguments(text -> Variables.fillEnvironment(text, System.getenv()));
  }

  /** To be shown: without values of the environment. */
  List<String> shown() {
    return arguments(UnaryOperator.identity());
  }

  /** Variables for the process. */
  Map<String, String> environment() {
    Map<String, String> filled = new LinkedHashMap<>();
    stack
        .launch()
        .environment()
        .forEach(
            (name, text) ->
                filled.put(name, fill(Variables.fillEnvironment(text, System.getenv()))));
    return filled;
  }

  private List<String> arguments(UnaryOperator<String> environment) {
    Launch launch = stack.launch();
    List<String> line = new ArrayList<>(launch.inferometer() ? ownServer() : List.of());
    launch.command().forEach(text -> line.add(fill(environment.apply(text))));
    return line;
  }

  private List<String> ownServer() {
    return List.of(
        OwnProgram.java(),
        "-cp",
        OwnProgram.classPath(),
        "org.inferometer.cli.Main",
        "serve",
        "--model",
        model.directory().toString(),
        "--served-model-name",
        stack.served(model.name()),
        "--host",
        Address.of(url.toString()).host(),
        "--port",
        port());
  }

  private String port() {
    return Integer.toString(Address.of(url.toString()).effectivePort());
  }

  private String fill(String text) {
    return Variables.fill(
        text,
        name ->
            switch (name) {
              case "model.directory" -> model.directory().toString();
              case "model.name" -> stack.served(model.name());
              case "port" -> port();
              default -> null;
            });
  }
}
