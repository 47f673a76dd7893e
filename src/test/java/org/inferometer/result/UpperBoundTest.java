package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine can do at most, by what a run has kept of it. */
class UpperBoundTest {
  @TempDir private Path root;

  @Test
  void eachTokenButTheFirstReadsEveryWeightOnce() throws IOException {
    MemoryBound bound =
        MemoryBound.of(run("\"bytesPerToken\": 5e7, \"bytesPerSecond\": 4e10"), "m").orElseThrow();

    assertThat(bound.tokensPerSecond()).isCloseTo(800, within(1e-9));
    assertThat(bound.decodeMillis(9)).isCloseTo(10, within(1e-9));
    assertThat(bound.decodeMillis(1)).isZero();
    assertThat(bound.decodeMillis(0)).isZero();
  }

  @Test
  void eachTokenOfAPromptIsMultipliedWithEveryWeight() throws IOException {
    ArithmeticBound bound =
        ArithmeticBound.of(run("\"flopPerToken\": 2e8, \"flopPerSecond\": 4e11"), "m")
            .orElseThrow();

    assertThat(bound.firstTokenMillis(10)).isCloseTo(5, within(1e-9));
  }

  @Test
  void whatWasNotMeasuredIsNoBound() throws IOException {
    for (String bounds :
        List.of(
            "",
            "\"bytesPerToken\": 5e7, \"flopPerToken\": 2e8",
            "\"bytesPerSecond\": 4e10, \"flopPerSecond\": 4e11",
            "\"bytesPerToken\": 5e7, \"bytesPerSecond\": 0, \"flopPerToken\": 2, \"flopPerSecond\": 0",
            "\"bytesPerToken\": 0, \"bytesPerSecond\": 4e10, \"flopPerToken\": 0, \"flopPerSecond\": 4")) {
      Run run = run(bounds);
      assertThat(List.of(MemoryBound.of(run, "m"), ArithmeticBound.of(run, "m")))
          .as(bounds)
          .allMatch(Optional::isEmpty);
    }
    Run run = run("\"bytesPerToken\": 5e7, \"bytesPerSecond\": 4e10");
    assertThat(MemoryBound.of(run, "another")).isEmpty();
  }

  private Run run(String bounds) throws IOException {
    HandMade made = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    Files.writeString(
        made.directory.environment(), "{\"bounds\": {\"m\": {%s}}}".formatted(bounds));
    return Run.read(root);
  }
}
