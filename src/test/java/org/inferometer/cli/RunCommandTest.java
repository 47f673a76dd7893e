package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
  @TempDir private Path folder;

  @Test
  void aRunDirectoryInThePlaceOfAScenarioIsToBeContinued() throws IOException {
    Files.writeString(folder.resolve("plan.json"), "{}");

    assertThat(said(folder.toString(), "--dry-run"))
        .isEqualTo(
            "inferometer run: --dry-run shows the plan of a scenario; a run to resume has its"
                + " plan.json");
    assertThat(said(folder.toString(), "--repeats", "8", "--only", "p1"))
        .isEqualTo(
            "inferometer run: --repeats adds to every cell of a run, without --only and --stacks");
  }

  @Test
  void optionsWithoutAnEffectAreRefused() throws IOException {
    Files.writeString(folder.resolve("plan.json"), "{}");
    String run = folder.toString();

    assertThat(said("--resume", run, "--stack-url", "a=http://127.0.0.1:1"))
        .contains("--stack-url has no effect on a run to resume");
    assertThat(said(run, "--time-budget", "5m"))
        .contains("--time-budget has no effect on a run to resume");
    assertThat(said("some.yaml", "--end-orphans", "--keep-orphans"))
        .contains("--end-orphans has no effect with --keep-orphans");
  }

  @Test
  void foldersThatTakeNothingAreToldBeforeAnythingIsMeasured() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    String results = folder.resolve("results").toString();
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,tokens=8")) {
      String scenario = SmallScenario.write(folder, server, "small", "1h").toString();

      assertThat(said(scenario, "--results", results, "--plots", file.resolve("plots").toString()))
          .contains("--plots: no figures can be written into " + file)
          .contains("give another folder, or --no-figures");
      assertThat(said(scenario, "--results", file.toString(), "--no-figures"))
          .isEqualTo(
              "inferometer run: give another folder with --results; no run directory can be made in "
                  + file
                  + ": it is there already");
    }
    assertThat(file).hasContent("mine");
    assertThat(Path.of(results)).doesNotExist();
  }

  @Test
  void theHelpSaysOfEachExitCodeAllThatThereIs() {
    assertThat(new CommandLine(new RunCommand()).getUsageMessage().replaceAll("\\s+", " "))
        .contains("1 the run ended early")
        .contains("what was measured is kept, and --resume continues 2 the scenario");
  }

  private static String said(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = new CommandLine(new RunCommand()).setErr(new PrintWriter(said));
    assertThat(line.execute(arguments)).isEqualTo(2);
    return said.toString().strip();
  }
}
