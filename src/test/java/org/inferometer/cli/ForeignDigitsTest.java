package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("whole-run")
class ForeignDigitsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR"})
  @Timeout(300)
  void aRunIsTheSameWhereDigitsAreOthers(String locale) throws Exception {
    Path console = folder.resolve("console");
    Path results = folder.resolve("results");
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,tokens=8")) {
      Process run =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Duser.language=" + locale.substring(0, 2),
                  "-Duser.country=" + locale.substring(3),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "org.inferometer.cli.Main",
                  "run",
                  SmallScenario.write(folder, server, "digits", "500ms").toString(),
                  "--results",
                  results.toString(),
                  "--plots",
                  folder.resolve("plots").toString())
              .redirectErrorStream(true)
              .redirectOutput(console.toFile())
              .start();

      assertThat(run.waitFor()).as(Files.readString(console)).isZero();
    }
    assertThat(Files.readString(console))
        .doesNotContainPattern("[\\p{Nd}&&[^0-9]]")
        .containsPattern("(?m)^digits$"); // A scenario without a description.
    try (Stream<Path> files = Files.walk(results)) {
      List<Path> texts =
          files
              .filter(file -> file.toString().matches(".*\\.(json|jsonl|csv|md|tex|html|log)"))
              .filter(file -> !file.toString().contains("logs"))
              .toList();
      assertThat(texts)
          .hasSizeGreaterThan(5)
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file)).doesNotContainPattern("[\\p{Nd}&&[^0-9]]"));
    }
  }
}
