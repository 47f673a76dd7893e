package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.machine.ClientHealth;
import org.inferometer.machine.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthLogTest {
  private static final ClientHealth.Report REPORT =
      new ClientHealth.Report(2.5, Spread.of(new double[0]), 0.5, 20, 30);

  @TempDir private Path folder;

  @Test
  void eachMeasuredIterationIsALineOfItsOwn() throws IOException {
    Path file = folder.resolve("health/a/trial.jsonl");

    HealthLog.append(file, 7, 1, REPORT);
    HealthLog.append(file, 7, 2, REPORT);

    assertThat(file)
        .hasContent(
            """
            {"fork":7,"iteration":1,"seconds":2.5,"lagMillis":{"count":0},"gcPercent":0.5,"cpuPercent":20.0,"busiestThreadPercent":30.0}
            {"fork":7,"iteration":2,"seconds":2.5,"lagMillis":{"count":0},"gcPercent":0.5,"cpuPercent":20.0,"busiestThreadPercent":30.0}
            """);
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("health"), "a file").resolve("trial.jsonl");

    assertThatThrownBy(() -> HealthLog.append(file, 7, 1, REPORT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write to " + file + ": ");
  }
}
