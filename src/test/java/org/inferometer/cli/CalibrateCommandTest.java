package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.inferometer.calibration.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class CalibrateCommandTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--pattern waves            | unknown pattern \"waves\"; allowed: lockstep, staggered, poisson",
        "--driver fibres            | unknown driver \"fibres\"; allowed: callback, threads, jmh",
        "--transport pigeon         | unknown transport \"pigeon\"; allowed: sockets, http-client",
        "--streams 8,999999         | --streams 999999; allowed: from 1 to 20000 with --driver callback",
        "--streams 9999 --driver jmh --pattern trial | allowed: from 1 to 4000 with --driver jmh",
        "--pattern poisson --rate 9e9 | a rate that takes no more than 20000",
        "--server http://127.0.0.1:1 | --server http://127.0.0.1:1: Connection refused; allowed: an exact",
        "--server localhost:8000    | does not begin with http://; allowed: http://localhost:8000",
        "--port 8000                | --port has no effect without --serve-only",
        "--schedule ttft=1ms        | --schedule has no effect without --serve-only",
        "--stay                     | --stay has no effect without --serve-only",
        "--out no/such/folder/c.json | --out no/such/folder/c.json cannot be written; allowed: a file",
        "--out src                  | --out src cannot be written; allowed: a file",
        "--streams 0                | streams and rounds of at least 1",
        "--repeat 0                 | --repeat 0; allowed: a whole number from 1"
      })
  void whatCannotBeIsRefusedWithWhatCan(String arguments, String message) {
    StringWriter said = new StringWriter();
    CommandLine line = new CommandLine(new CalibrateCommand()).setErr(new PrintWriter(said));

    assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(said.toString()).contains(message);
  }

  @Test
  void helpExplainsEachPatternAndColumn() {
    String help = new CommandLine(new CalibrateCommand()).getUsageMessage();

    for (Pattern pattern : Pattern.values()) {
      if (pattern != Pattern.WARM_UP) {
        assertThat(help).containsPattern("\n  " + pattern.label() + " +\\w");
      }
    }
    assertThat(help).contains("  load %  ", "  ev/read  ", "  lag  ", "  us/token  ");
  }
}
