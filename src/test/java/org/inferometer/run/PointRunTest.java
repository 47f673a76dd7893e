package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.inferometer.result.FailedTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tenants whose trials are made up, each with a launched server. */
@Timeout(120)
class PointRunTest {
  @TempDir private Path folder;

  @Test
  void aServerThatIsKilledFailsItsOwnPointsAndTheOthersAreMeasured()
      throws IOException, InterruptedException {
    MadeUpTrials executor = new MadeUpTrials();
    executor.recorder =
        trial -> {
          if (trial.stack().equals("a") && !trial.neighbours().isEmpty()) {
            killTheLastServer();
            executor.failing = "b";
          }
        };
    Runs runs = new Runs(directory -> executor, event -> {});
    Session session =
        runs.begin(
            scenario(), Map.of(), folder.resolve("results"), new Choices(null, List.of(), false));

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("5 of 8 trials failed");

    assertThat(executor.kept)
        .filteredOn(one -> one.stack().equals("a"))
        .as("alone in both repeats, also after the other was gone")
        .hasSize(2)
        .allMatch(one -> one.neighbours().isEmpty());
    assertThat(FailedTrial.read(session.directory()))
        .anyMatch(
            one ->
                one.stack().equals("a")
                    && one.reason()
                        .startsWith(
                            "stack a: not measured, as its neighbour cannot be: stack b: ended by"
                                + " itself"))
        .anyMatch(
            one -> one.stack().equals("b") && one.reason().startsWith("stack b: ended by itself"));
  }

  private Path scenario() throws IOException {
    Files.writeString(
        folder.resolve("p.jsonl"),
        "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
    return Files.writeString(
        folder.resolve("tenants.yaml"),
        """
        name: tenants
        models: { any: {} }
        stacks: { s: %s }
        tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 4 } } }
        tenants:
          - { name: a, stack: s, task: chat, load: { closed: 1 } }
          - { name: b, stack: s, task: chat, load: { closed: 1 } }
        measure: { repeats: 2, stack-warmup: 10ms }
        """
            .formatted(LaunchedServer.stack(0, "")));
  }

  private static void killTheLastServer() {
    ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains("LaunchedServer"))
        .max(Comparator.comparing(one -> one.info().startInstant().orElse(Instant.MIN)))
        .ifPresent(
            one -> {
              one.destroyForcibly();
              one.onExit().join();
            });
  }
}
