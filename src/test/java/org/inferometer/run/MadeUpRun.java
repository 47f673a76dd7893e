package org.inferometer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** For tests of runs whose stacks are launched, and whose trials are made up. */
abstract class MadeUpRun {
  @TempDir Path folder;
  final List<RunEvent> told = new ArrayList<>();
  final MadeUpTrials executor = new MadeUpTrials();

  /**
   * A run of one task with one and two requests in flight.
   *
   * @param changes of the scenario: a text, and what stands in its place
   */
  Session begin(String stacks, String measure, String... changes)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\": \"a\", \"text\": \"Hello there\"}\n{\"id\": \"b\", \"text\": \"Hello again\"}\n");
    Files.writeString(folder.resolve("config.json"), "{}");
    String scenario =
        """
        name: test
        models: { any: { directory: . } }
        stacks:
          %s
        tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 2 } } }
        modes: [stream]
        parallelism: [1, 2]
        measure: { first-token: false, %s }
        """
            .formatted(stacks, measure);
    for (int i = 0; i < changes.length; i += 2) {
      if (!scenario.contains(changes[i])) {
        throw new IllegalArgumentException(changes[i] + " is not in " + scenario);
      }
      scenario = scenario.replace(changes[i], changes[i + 1]);
    }
    Path file = Files.writeString(folder.resolve("scenario.yaml"), scenario);
    return new Runs(run -> executor, told::add)
        .begin(file, Map.of(), folder.resolve("results"), new Choices(null, List.of(), false));
  }

  static JsonNode environment(Session session) throws IOException {
    return new JsonMapper().readTree(session.directory().environment().toFile());
  }

  List<String> notes() {
    return told.stream()
        .filter(RunEvent.Note.class::isInstance)
        .map(one -> ((RunEvent.Note) one).text())
        .toList();
  }
}
