package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nosuch --help",
        "--help nosuch",
        "nosuch --version",
        "schema nosuch --help",
        "run --nosuch --help",
        "serve nosuch -h",
        "check a b --help"
      })
  void whatIsNotUnderstoodIsRefusedBesideHelpToo(String arguments) {
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(said.toString()).contains("--help\" tells what is allowed").doesNotContain("Usage:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "check --help", "serve -h", "help run"})
  void helpThatIsUnderstoodIsGiven(String arguments) {
    assertThat(execute(arguments)).isZero();
  }

  private int execute(String arguments) {
    CommandLine line = Main.line();
    line.setErr(new PrintWriter(said, true)).setOut(new PrintWriter(said, true));
    return line.execute(arguments.split(" "));
  }
}
