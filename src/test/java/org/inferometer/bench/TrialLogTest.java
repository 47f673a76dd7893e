package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;

class TrialLogTest {
  private static final RunnerException JMH = new RunnerException("Benchmark caught the exception");

  @TempDir private Path folder;

  @Test
  void tellsWhoEndedTheMeasuringProcess() throws IOException {
    assertThat(cause("# Warmup", "<forked VM failed with exit code 137>"))
        .isEqualTo(
            "the measuring process was ended by signal 9, as the kernel does when memory runs out"
                + " (see dmesg)");
    assertThat(cause("<forked VM failed with exit code 143>"))
        .isEqualTo("the measuring process was ended by signal 15");
  }

  @Test
  void tellsWhatWasThrownInIt() throws IOException {
    assertThat(
            cause(
                "java.lang.IllegalStateException: no room", "<forked VM failed with exit code 1>"))
        .isEqualTo("no room");
  }

  @Test
  void tellsWhereTheLogIsWhenItHoldsNoReason() throws IOException {
    assertThat(cause("nothing")).startsWith("Benchmark caught the exception; its log is ");
  }

  @Test
  void anExitOfItsOwnIsNoSignal() throws IOException {
    assertThat(cause("<forked VM failed with exit code 128>", "java.io.IOException: full"))
        .isEqualTo("full");
  }

  @Test
  void saysThatItsLogCannotBeRead() {
    Path nowhere = folder.resolve("nowhere");

    assertThat(TrialLog.cause(nowhere, JMH))
        .startsWith("JMH failed, and its log " + nowhere + " cannot be read: ");
    assertThat(TrialLog.isOfStack(nowhere)).isFalse();
  }

  @Test
  void tellsAStackThatAnswersNothingFromAnErrorOfTheClient() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "# Warmup\n" + new Recorder.HopelessTrial("failed") + "\n");
    assertThat(TrialLog.isOfStack(log)).isTrue();
    Files.writeString(log, "# Warmup\njava.io.IOException: full\n");
    assertThat(TrialLog.isOfStack(log)).isFalse();
  }

  private String cause(String... lines) throws IOException {
    return TrialLog.cause(Files.writeString(folder.resolve("log"), String.join("\n", lines)), JMH);
  }
}
