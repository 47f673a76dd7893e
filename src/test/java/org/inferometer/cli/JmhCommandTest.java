package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class JmhCommandTest {
  private final StringWriter said = new StringWriter();
  private final CommandLine line =
      new CommandLine(new JmhCommand()).setErr(new PrintWriter(said)).setOut(new PrintWriter(said));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "stack=x@http://127.0.0.1:1   | unknown dialect 'x', known are",
        "stack=a=127.0.0.1:1          | does not begin with http://",
        "stack=http://127.0.0.1:1     | cannot connect to http://127.0.0.1:1",
        "stack=standard,ftp://h       | -p stack=... is no stack",
        "task=poetry                  | -p task=poetry: there is no",
        "mode=batch                   | -p mode=batch; allowed: sync or stream"
      })
  void aParameterThatNoBenchmarkCanTakeIsRefusedBeforeAnythingRuns(String value, String message) {
    assertThat(line.execute("Completion", "-p", value)).isEqualTo(2);
    assertThat(said.toString()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void helpBeginsWithWhatThisProgramAddsToJmh() {
    assertThat(line.execute("--help")).isZero();
    assertThat(said.toString()).contains("-p stack=[NAME=][DIALECT@]URL", "-p task=chat|");
  }
}
