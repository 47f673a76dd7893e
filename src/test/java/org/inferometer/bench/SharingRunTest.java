package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.machine.Processors;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.run.Choices;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of tenants whose servers are launched, in each way of sharing anew. */
@Timeout(180)
@Tag("whole-run")
class SharingRunTest {
  @TempDir private Path folder;

  private Session session(int tenants) throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("p.jsonl"),
        "{\"id\":\"1\",\"text\":\"hello\"}\n{\"id\":\"2\",\"text\":\"again\"}\n");
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= tenants; i++) {
      all.append("  - { name: t%d, stack: s, task: chat, load: { closed: 1 } }%n".formatted(i));
    }
    Path file =
        Files.writeString(
            folder.resolve("sharing.yaml"),
            """
            name: sharing
            models: { exact: {} }
            stacks:
              s:
                check: { models: false }
                launch:
                  command: ["%s", -cp, "%s", org.inferometer.cli.Main, calibrate, --serve-only, --stay, --port, "${port}", --schedule, "ttft=20ms,itl=5ms,tokens=4"]
            tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 4 } } }
            tenants:
            %ssharing: [processors: shared, processors: split]
            measure: { repeats: 1, warmup-iterations: 1, warmup-time: 300ms, iterations: 1, iteration-time: 3s, stack-warmup: 100ms }
            """
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"), classPath(), all));
    return Suite.of(
        file,
        Map.of(),
        folder.resolve("results"),
        new Choices(null, List.of(), false),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  /** Launched programs run in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(one -> Path.of(one).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void serversAreStartedAnewWithWhatEachWayGivesThem() throws IOException, InterruptedException {
    Processors all = Processors.ofThisThread();
    assumeTrue(all.count() > 1, "one processor has nothing to divide");
    Session session = session(2);

    session.measure();

    RunDirectory directory = session.directory();
    Run run = Run.read(directory.root());
    assertThat(run.trials()).hasSize(8).allMatch(one -> one.requests() > 0 && one.failed() == 0);
    assertThat(run.trials())
        .extracting(TrialResult::stack, one -> one.cell().name())
        .doesNotHaveDuplicates();
    List<String> processors = new ArrayList<>();
    for (JsonNode one :
        new JsonMapper().readTree(directory.environment().toFile()).path("stacks")) {
      processors.add(one.path("name").asText() + ": " + one.path("processors").asText());
    }
    assertThat(processors)
        .containsExactly(
            "t1: " + all, "t2: " + all, "t1: " + all.split(2).get(0), "t2: " + all.split(2).get(1));
    assertThat(Interference.of(run))
        .extracting(Together::name)
        .containsExactly(
            "t1 (p=1) + t2 (p=1), processors shared", "t1 (p=1) + t2 (p=1), processors split");
    JsonNode jmh = new JsonMapper().readTree(directory.jmh().toFile());
    assertThat(jmh).hasSize(6);
    assertThat(jmh.findValuesAsText("tenants"))
        .contains("t1 (p=1) + processors shared", "t1 (p=1) + t2 (p=1) + processors split");
  }

  @Test
  void moreTenantsThanProcessorsAreRefusedBeforeAnythingStarts() {
    int processors = Processors.ofThisThread().count();
    assumeTrue(processors > 0, "processors are not known here");

    assertThatThrownBy(() -> session(processors + 1))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("sharing: processors split: there are")
        .hasMessageContaining("allowed: fewer tenants, or processors: shared");
    assertThat(folder.resolve("results")).doesNotExist();
  }
}
