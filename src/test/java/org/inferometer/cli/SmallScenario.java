package org.inferometer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.standard.ExactScheduleServer;

/** A scenario of one cell on the exact-schedule server, and its prompts. */
final class SmallScenario {
  private SmallScenario() {}

  static Path write(Path folder, ExactScheduleServer server, String name, String iterationTime)
      throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        """
        {"id": "a", "text": "Hello there"}
        {"id": "b", "text": "Hello again"}
        """);
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: %s
        models: { any: {} }
        stacks: { standard: { url: "%s", dialect: vllm, models: { any: exact } } }
        tasks: { hello: { prompts: hello.jsonl, template: "{text}", generation: { max_tokens: 8 } } }
        modes: [stream]
        parallelism: [1]
        measure:
          { repeats: 1, warmup-iterations: 1, warmup-time: 50ms, iterations: 1, iteration-time: %s,
            stack-warmup: 100ms }
        """
            .formatted(name, server.uri(), iterationTime));
  }
}
