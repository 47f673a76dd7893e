package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MeanwhileTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalWhatGoesOnIsOneLineThatIsErased() throws InterruptedException {
    try (Meanwhile start = new Meanwhile(out, true, Duration.ofMillis(1), "starting a")) {
      waitFor(3);
    }
    assertThat(told()).startsWith("\r\u001b[Kstarting a ... 0 s\r\u001b[K").doesNotContain("\n");
    assertThat(told()).endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereItIsALineFromTimeToTimeAndNoneForWhatIsSoonOver() throws InterruptedException {
    new Meanwhile(out, false, Duration.ofHours(1), "starting a").close();
    assertThat(told()).isEmpty();
    try (Meanwhile start = new Meanwhile(out, false, Duration.ofMillis(1), "starting a")) {
      waitFor(2);
    }
    assertThat(told().lines()).allMatch(line -> line.matches("starting a \\.\\.\\. \\d+ s"));
    assertThat(told()).doesNotContain("\u001b", "\r\u001b");
  }

  @Test
  void nothingIsToldAfterItsEnd() throws InterruptedException {
    try (Meanwhile start = new Meanwhile(out, false, Duration.ofMillis(1), "starting a")) {
      waitFor(1);
    }
    String before = told();
    Thread.sleep(20);
    assertThat(told()).isEqualTo(before);
  }

  private void waitFor(int lines) throws InterruptedException {
    while (told().split("starting", -1).length <= lines) {
      Thread.sleep(1);
    }
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
