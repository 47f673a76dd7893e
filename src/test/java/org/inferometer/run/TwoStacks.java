package org.inferometer.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.scenario.Plan;

/** A scenario of two stacks, a and b, and one task with one and two requests in flight. */
public final class TwoStacks {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  /** Loads that ask two models beside each other. */
  static final String MODELS_MIXED =
      "loads: [ { users: 2, spawn-rate: 2, duration: 9s, mix: { any/hello: 1, other/hello: 1 } } ]";

  private TwoStacks() {}

  /** The plan of users who ask each stack two models, any and other, with {@code changes}. */
  static Plan mixingModels(Path folder, String measure, String... changes) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "any: {}",
                "any: {}, other: {}",
                "any: exact",
                "any: exact, other: exact",
                "parallelism: [1, 2]",
                MODELS_MIXED));
    all.addAll(List.of(changes));
    return plan(folder, measure, all.toArray(String[]::new));
  }

  /** Two names of a server at {@code url}. */
  public static Path scenario(Path folder, URI url, String measure) throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\": \"a\", \"text\": \"Hello there\"}\n{\"id\": \"b\", \"text\": \"Hello again\"}\n");
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        models: { any: {} }
        stacks:
          a: { url: "%s", models: { any: exact } }
          b: { url: "%s", models: { any: exact } }
        tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 4 } } }
        modes: [stream]
        parallelism: [1, 2]
        measure: { first-token: false, %s }
        """
            .formatted(url, url, measure));
  }

  /**
   * The plan of such a scenario, measured by nobody.
   *
   * @param changes of the scenario: a text, and what stands in its place
   */
  public static Plan plan(Path folder, String measure, String... changes) throws IOException {
    return plan(folder, measure, new Choices(null, List.of(), false), changes);
  }

  public static Plan plan(Path folder, String measure, Choices choices, String... changes)
      throws IOException {
    Path file = scenario(folder, NOWHERE, measure);
    for (int i = 0; i < changes.length; i += 2) {
      String text = Files.readString(file);
      if (!text.contains(changes[i])) {
        throw new IllegalArgumentException(changes[i] + " is not in " + text);
      }
      Files.writeString(file, text.replace(changes[i], changes[i + 1]));
    }
    return choices.plan(file, Map.of());
  }
}
