package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFactsTest {
  @TempDir Path folder;

  @Test
  void tellsWhatAStackIsHowLongItsStartsTookAndWhatMemoryTheyTook() throws IOException {
    Map<String, List<String>> facts =
        facts(
            """
            {"stacks": [
              {"name": "a", "version": "0.32.0", "max_length": 1024, "launched": "1",
               "settings": {"block_size": "16", "enable_prefix_caching": "True"},
               "answered_seconds": 82.46, "cache": "reset before each trial",
               "memory": {"host": {"before": 1073741824, "loaded": 2147483648, "peak": 3221225472},
                          "gpu:0": {"before": 1073741824, "loaded": 2147483648, "peak": 2147483648},
                          "gpu:1": {"before": 1073741824, "loaded": 1073741824, "peak": 1073741824},
                          "stack:a": {"loaded": 1073741824, "peak": 1610612736}}},
              {"name": "a", "launched": "2", "answered_seconds": 80.0,
               "memory": {"host": {"before": 1, "peak": 2}}}]}
            """);

    assertThat(facts.get("stacks").get(0))
        .isEqualTo(
            "a, version 0.32.0, at most 1024 tokens with the answer, block_size 16,"
                + " enable_prefix_caching True, running at an address not told");
    assertThat(facts.get("start"))
        .containsExactly("a answered first 82.5, 80.0 s after its launch");
    assertThat(facts.get("cache reset"))
        .as("of the launch that has asked for it")
        .containsExactly("a: reset before each trial");
    assertThat(facts.get("memory"))
        .containsExactly(
            "a, all of host: in GiB 1.00 before its launch, 2.00 with its first answer, 3.00 at most",
            "a, all of gpu:0: in GiB 1.00 before its launch, 2.00 with its first answer, 2.00 at most",
            "a, its processes: in GiB 1.00 with its first answer, 1.50 at most");
  }

  @Test
  void tellsOfTheCacheWhatEveryLaunchCameTo() throws IOException {
    Map<String, List<String>> facts =
        facts(
            """
            {"stacks": [{"name": "a", "cache": "a keeps its prefix cache"},
                        {"name": "a", "cache": "reset before each trial"},
                        {"name": "a", "cache": "reset before each trial"}]}
            """);

    assertThat(facts.get("cache reset"))
        .containsExactly("a: a keeps its prefix cache; reset before each trial");
    assertThat(facts).doesNotContainKeys("start", "memory", "cool-down");
  }

  private Map<String, List<String>> facts(String environment) throws IOException {
    HandMade run = HandMade.run(folder, Mode.STREAM, List.of(1), "a");
    run.write("a", 1, HandMade.ok(1, 100, 200, 300));
    Files.writeString(folder.resolve("environment.json"), environment);
    return StackFacts.of(Run.read(folder)).all();
  }
}
