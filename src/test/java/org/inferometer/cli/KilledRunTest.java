package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("whole-run")
class KilledRunTest {
  @TempDir Path folder;

  @Test
  @Timeout(300)
  void itsForkEndsWithItInTheMiddleOfAnIteration() throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,tokens=8")) {
      Process run =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "org.inferometer.cli.Main",
                  "run",
                  SmallScenario.write(folder, server, "killed", "1h").toString(),
                  "--no-calibration",
                  "--results",
                  folder.resolve("results").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("console").toFile())
              .start();
      try {
        while (!requestsAreRecorded()) {
          assertThat(run.isAlive()).as(Files.readString(folder.resolve("console"))).isTrue();
          Thread.sleep(50);
        }
        List<ProcessHandle> forks = run.descendants().toList();
        assertThat(forks).isNotEmpty();

        run.destroyForcibly().waitFor();

        while (forks.stream().anyMatch(ProcessHandle::isAlive)) {
          Thread.sleep(50); // The iteration would take an hour.
        }
      } finally {
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly();
      }
    }
  }

  private boolean requestsAreRecorded() throws IOException {
    Path results = folder.resolve("results");
    if (!Files.exists(results)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(results)) {
      return files.anyMatch(
          file -> file.toString().contains("requests") && file.toString().endsWith(".jsonl"));
    }
  }
}
