package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Phase;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("whole-run")
class CountedRunTest {
  @TempDir private Path folder;

  @Test
  void everyTrialMeasuresAsManyRequestsAsTheScenarioSays()
      throws IOException, InterruptedException {
    try (AskedServer server = AskedServer.counting(text -> text.strip().split(" ").length)) {
      Path scenario =
          Files.writeString(
              folder.resolve("scenario.yaml"),
              """
              name: test
              models: { any: {} }
              stacks: { a: { url: "%s" } }
              tasks: { study: { synthetic: { prompt-tokens: 9 }, generation: { max_tokens: 8 } } }
              modes: [sync]
              parallelism: [2, 3]
              measure: { repeats: 2, requests: 25, warmup-time: 50ms, stack-warmup: 50ms }
              """
                  .formatted(server.uri()));
      Session suite =
          Suite.of(
              scenario,
              Map.of(),
              folder.resolve("results"),
              new Choices(null, List.of(), false),
              System.out);
      suite.measure();

      Run run = Run.read(suite.directory().root());
      assertThat(run.complete()).isTrue();
      assertThat(run.problems()).isEmpty();
      assertThat(run.trials()).hasSize(2);
      for (TrialResult trial : run.trials()) {
        assertThat(trial.requests()).isEqualTo(2 * 25);
        assertThat(trial.phases().get(Phase.EDGE))
            .isGreaterThanOrEqualTo(2L * trial.cell().load().connections());
        assertThat(trial.phases().get(Phase.WARMUP)).isPositive();
        assertThat(trial.estimate(Metric.PROMPT_TOKENS).value()).isCloseTo(9, within(1e-9));
        assertThat(trial.estimate(Metric.REQUEST_THROUGHPUT).isPresent()).isTrue();
      }
      assertThat(Files.readString(suite.directory().jmh()))
          .contains("CountBenchmark.requests", "\"requests.ok\"")
          .doesNotContain("requests.unmatched");
    }
  }
}
