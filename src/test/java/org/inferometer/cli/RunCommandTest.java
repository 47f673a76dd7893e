package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static String said(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = new CommandLine(new RunCommand()).setErr(new PrintWriter(said));
    assertThat(line.execute(arguments)).isEqualTo(2);
    return said.toString().strip();
  }
}
