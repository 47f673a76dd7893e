package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.FailedTrial;
import org.inferometer.scenario.Trial;
import org.inferometer.telemetry.Gpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of launched stacks that nobody looks after; their trials are made up. */
@Timeout(180)
class UnattendedRunTest extends MadeUpRun {
  @Test
  void stacksThatNeedTheSameAreUpOneAtATimeInRoundsOfAnotherOrder()
      throws IOException, InterruptedException {
    List<String> up = new ArrayList<>();
    executor.recorder = trial -> up.add(trial.stack() + trial.launch() + " of " + servers().size());
    Session session = exclusive("launches: 2, repeats: 1");

    session.measure();

    assertThat(up)
        .containsExactly(
            "a1 of 1", "a1 of 1", "b1 of 1", "b1 of 1", "b2 of 1", "b2 of 1", "a2 of 1", "a2 of 1");
    assertThat(servers()).isEmpty();
  }

  @Test
  void aStackThatIsKilledFailsTheRestOfItsRoundAndComesBackInTheNext()
      throws IOException, InterruptedException {
    executor.recorder =
        trial -> {
          if (trial.stack().equals("a") && trial.launch() == 1) {
            List<ProcessHandle> killed = servers(); // Once: one that dies has no command line.
            killed.forEach(ProcessHandle::destroyForcibly);
            killed.forEach(one -> one.onExit().join());
          }
        };
    Session session = exclusive("launches: 2, repeats: 1");

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("2 of 8 trials failed")
        .hasMessageContaining("stack a: ended by itself with exit status 137 (signal 9)");

    assertThat(FailedTrial.read(session.directory()))
        .extracting(FailedTrial::stack, FailedTrial::repeat)
        .containsOnly(tuple("a", 1));
    assertThat(executor.kept)
        .extracting(Trial::stack, Trial::launch)
        .containsExactly(
            tuple("b", 1),
            tuple("b", 1),
            tuple("b", 2),
            tuple("b", 2),
            tuple("a", 2),
            tuple("a", 2));
  }

  @Test
  void aStackThatDiesWhileItIsWarmedUpFailsWithItsOwnWords()
      throws IOException, InterruptedException {
    Session session =
        begin("a: " + LaunchedServer.stack(0, "", "2"), "repeats: 1, stack-warmup: 10ms");

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("2 × stack a: ended by itself with exit status 7")
        .hasMessageContaining("no memory left");

    assertThat(executor.kept).isEmpty();
  }

  @Test
  void whatADeadStackHasLeftIsBesideNoOther() throws IOException, InterruptedException {
    String a = LaunchedServer.stack(0, "reset-cache: /flush_cache,", "-1", "parent");
    Session session =
        begin(
            "a: " + a + "\n  b: " + LaunchedServer.stack(0, ""), "repeats: 1, stack-warmup: 10ms");
    List<Boolean> beside = new ArrayList<>();
    executor.recorder =
        trial -> {
          Optional<ProcessHandle> child = childOf(session.directory().log("a"));
          // One that dies has no command line.
          beside.add(child.flatMap(one -> one.info().commandLine()).isPresent());
          if (trial.stack().equals("a")) {
            ProcessHandle died = child.flatMap(ProcessHandle::parent).orElseThrow();
            died.destroyForcibly();
            died.onExit().join();
          }
        };

    assertThatThrownBy(session::measure)
        .hasMessageContaining("2 × stack a: ended by itself with exit status 137 (signal 9)");

    assertThat(executor.kept).extracting(Trial::stack).containsExactly("b", "b");
    assertThat(beside).as("while a lived, then not").containsExactly(true, false, false);
    assertThat(notes()).noneMatch(one -> one.contains("prefix cache"));
  }

  @Test
  void aStackIsReadyWhenItHasAnsweredAndNotWhenItSaysSo() throws IOException, InterruptedException {
    Session session =
        begin("a: " + LaunchedServer.stack(1500, ""), "repeats: 1, stack-warmup: 10ms");

    session.measure();

    JsonNode known = environment(session).path("stacks").path(0);
    assertThat(known.path("answered_seconds").asDouble()).isGreaterThan(1.4);
    assertThat(known.path("ready_seconds").asDouble())
        .isPositive()
        .isLessThan(known.path("answered_seconds").asDouble());
    assertThat(notes()).anyMatch(one -> one.matches("a is ready on .*, with its first answer"));
    assertThat(executor.kept).hasSize(2);
  }

  @Test
  void aStackThatNeverLoadsIsGivenUpWithItsWords() throws IOException, InterruptedException {
    String never = LaunchedServer.stack(3_600_000, "").replace("timeout: 60s", "timeout: 3s");
    Session session = begin("a: " + never, "repeats: 1, stack-warmup: 10ms");

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("status 503")
        .hasMessageContaining("still loading");
  }

  @Test
  void keepsWhatAStackIsAndWhatMemoryItTakes() throws IOException, InterruptedException {
    Session session = begin("a: " + LaunchedServer.stack(0, ""), "repeats: 1, stack-warmup: 10ms");

    session.measure();

    JsonNode known = environment(session).path("stacks").path(0);
    assertThat(known.path("max_length").asLong()).isEqualTo(2048);
    assertThat(known.path("settings"))
        .isEqualTo(new JsonMapper().readTree("{\"block_size\":\"16\",\"cache_dtype\":\"auto\"}"));
    assertThat(Files.readString(session.directory().samples()))
        .as("where the idle machine ends and the stack starts")
        .containsSubsequence("\"source\":\"host\"", "\"source\":\"idle\"", "\"source\":\"host\"");
    JsonNode host = known.path("memory").path("host");
    assertThat(host.path("before").asLong()).isPositive();
    assertThat(host.path("loaded").asLong()).isPositive();
    assertThat(host.path("peak").asLong())
        .isGreaterThanOrEqualTo(
            Math.max(host.path("before").asLong(), host.path("loaded").asLong()));
  }

  @Test
  void cachesAreEmptiedBeforeEachTrialWhereTheServerCan() throws IOException, InterruptedException {
    Session session =
        begin(
            "a: " + LaunchedServer.stack(0, "reset-cache: /flush_cache,"),
            "repeats: 2, stack-warmup: 10ms");

    session.measure();

    assertThat(executor.kept).hasSize(4);
    assertThat(Files.readAllLines(session.directory().log("a")))
        .containsExactlyElementsOf(Collections.nCopies(4, "POST /flush_cache"));
    assertThat(environment(session).at("/stacks/0/cache").asText())
        .isEqualTo("reset before each trial");
  }

  @Test
  void aCacheThatIsNotEmptiedIsToldOnceAndItsTrialsAreMeasured()
      throws IOException, InterruptedException {
    Session session =
        begin(
            "a: " + LaunchedServer.stack(0, "reset-cache: true,"),
            "repeats: 2, stack-warmup: 10ms");

    session.measure();

    assertThat(executor.kept).hasSize(4);
    String kept =
        "a keeps its prefix cache between trials: POST /reset_prefix_cache is answered with status"
            + " 404; vLLM has it in its development mode only, launch.environment: {"
            + " VLLM_SERVER_DEV_MODE: \"1\" }";
    assertThat(notes()).filteredOn(one -> one.contains("prefix cache")).containsExactly(kept);
    assertThat(environment(session).at("/stacks/0/cache").asText()).isEqualTo(kept);
  }

  @Test
  void tellsBeforeAnythingStartsThatNoGpuCanCoolDown() throws IOException, InterruptedException {
    try (Gpus gpus = Gpus.open()) {
      assumeTrue(!gpus.describe().status().equals("ok"), "a GPU of this machine may be hot");
    }
    Session session =
        begin(
            "a: " + LaunchedServer.stack(0, ""),
            "repeats: 1, stack-warmup: 10ms, cool-down: { below: 60C }");

    session.measure();

    String absent = "no trial waits for it, as no GPU tells its temperature: no GPU \\(.*\\)";
    assertThat(notes().get(0)).matches("cool-down: " + absent);
    assertThat(environment(session).at("/coolDown/0").asText()).matches(absent);
    assertThat(executor.kept).hasSize(2);
  }

  private Session exclusive(String measure) throws IOException, InterruptedException {
    String stack = LaunchedServer.stack(0, "exclusive: gpu,");
    return begin("a: " + stack + "\n  b: " + stack, measure + ", stack-warmup: 10ms");
  }

  private static Optional<ProcessHandle> childOf(Path log) {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.startsWith("child "))
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(6))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ProcessHandle> servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains("LaunchedServer"))
        .filter(ProcessHandle::isAlive)
        .toList();
  }
}
