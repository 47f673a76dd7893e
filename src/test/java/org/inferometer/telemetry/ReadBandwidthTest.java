package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadBandwidthTest {
  @Test
  void whatFitsIntoACacheIsReadFasterThanWhatFitsIntoNone() {
    double inCache = ReadBandwidth.bytesPerSecond(1 << 16);

    assertThat(inCache).isBetween(1e9, 1e14);
    assertThat(ReadBandwidth.bytesPerSecond(1 << 28)).isLessThan(inCache);
  }

  @Test
  void aModelMayBeLargerThanTheHeap() throws Exception {
    Process small =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                getClass().getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.strip()).matches("[1-9][0-9.]*E[0-9]+");
  }

  /** A process with a small heap. */
  public static void main(String[] args) {
    System.out.println(ReadBandwidth.bytesPerSecond(1 << 28));
  }
}
