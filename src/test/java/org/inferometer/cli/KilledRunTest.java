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
      Process run = start(SmallScenario.write(folder, server, "killed", "1h"));
      try {
        while (!requestsAreRecorded()) {
          awaitMore(run);
        }
        List<ProcessHandle> forks = run.descendants().toList();
        assertThat(forks).isNotEmpty();

        run.destroyForcibly().waitFor();

        while (forks.stream().anyMatch(ProcessHandle::isAlive)) {
          Thread.sleep(50); // The iteration would take an hour.
        }
      } finally {
        end(run);
      }
    }
  }

  @Test
  @Timeout(300)
  void aSignalEndsItWithAReportOfWhatWasMeasured() throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,tokens=8")) {
      Path scenario = SmallScenario.write(folder, server, "stopped", "200ms");
      String often = Files.readString(scenario).replace("repeats: 1,", "repeats: 1000,");
      Process run = start(Files.writeString(scenario, often));
      try {
        while (!console().contains("   2/")) {
          awaitMore(run);
        }
        List<ProcessHandle> forks = run.descendants().toList();

        run.destroy();

        assertThat(run.waitFor()).as(console()).isEqualTo(143);
        assertThat(forks).noneMatch(ProcessHandle::isAlive);
        assertThat(console()).contains("ending", "cancelled", "--resume");
        try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .contains("report.md", "jmh.json", "summary.csv");
        }
      } finally {
        end(run);
      }
    }
  }

  private Process start(Path scenario) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "org.inferometer.cli.Main",
            "run",
            scenario.toString(),
            "--no-calibration",
            "--no-figures",
            "--results",
            folder.resolve("results").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("console").toFile())
        .start();
  }

  private String console() throws IOException {
    return Files.readString(folder.resolve("console"));
  }

  private void awaitMore(Process run) throws IOException, InterruptedException {
    assertThat(run.isAlive()).as(console()).isTrue();
    Thread.sleep(50);
  }

  private static void end(Process run) {
    run.descendants().forEach(ProcessHandle::destroyForcibly);
    run.destroyForcibly();
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
