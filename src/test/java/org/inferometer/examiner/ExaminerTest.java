package org.inferometer.examiner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.bench.Suite;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Run;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small run is measured, and every number of it examined. */
@Tag("whole-run")
final class ExaminerTest {
  @TempDir private Path folder;

  @Test
  void everyNumberOfARunIsWhatItsRecordsAndTheDefinitionsMakeOfIt() throws Exception {
    try (ExactScheduleServer first =
            ExactScheduleServer.start(0, "ttft=4ms,itl=1ms,jitter=0.5,slots=1,perEvent=2");
        ExactScheduleServer second =
            ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,jitter=0.5,sharing=processor")) {
      Session suite =
          Suite.of(
              scenario(first, second),
              Map.of(),
              folder.resolve("results"),
              new Choices(null, List.of(), false),
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
      suite.measure();
      Path run = suite.directory().root();
      Tables.write(Run.read(run));

      Findings findings = Examiner.examine(run);

      assertThat(findings.mismatches()).as(findings::toString).isEmpty();
      assertThat(findings.unexamined()).as("numbers that nobody has computed").isEmpty();
      assertThat(findings.compared()).isGreaterThan(2_000);
    }
  }

  private Path scenario(ExactScheduleServer first, ExactScheduleServer second) throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        """
        {"id": "a", "text": "Hello there"}
        {"id": "b", "text": "Hello again"}
        """);
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        description: two exact-schedule servers
        seed: 1
        models: { any: {} }
        stacks:
          first: { url: "%s", dialect: vllm, models: { any: exact } }
          second: { url: "%s", dialect: vllm, models: { any: exact } }
        tasks: { hello: { prompts: hello.jsonl, template: "{text}", generation: { max_tokens: 8 } } }
        modes: [sync, stream]
        parallelism: [3]
        measure:
          { repeats: 2, warmup-iterations: 1, warmup-time: 50ms, iterations: 2, iteration-time: 200ms,
            stack-warmup: 100ms }
        telemetry: { interval: 50ms }
        """
            .formatted(first.uri(), second.uri()));
  }
}
