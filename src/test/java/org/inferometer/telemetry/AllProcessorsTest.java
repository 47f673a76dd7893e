package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.inferometer.machine.Compilers;
import org.junit.jupiter.api.Test;

/** In virtual machines of their own, with all their compilers. */
class AllProcessorsTest {
  @Test
  void reachNoLessOnceCompilersWorkWhenNothingElseDoesOnly() throws Exception {
    double[] usual = reached("usual");
    double[] lowered = reached("lowered");

    // What is interpreted, or compiled in haste, is slower by ten times and more.
    assertThat(lowered[0]).isGreaterThan(0.25 * usual[0]);
    assertThat(lowered[1]).isGreaterThan(0.25 * usual[1]);
  }

  private static double[] reached(String compilers) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Reached.class.getName(),
                compilers)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().mapToDouble(Double::parseDouble).toArray();
  }

  /** Prints how fast memory is read, and how fast is multiplied and added. */
  static final class Reached {
    public static void main(String[] args) {
      if (args[0].equals("lowered")) {
        Compilers.lower();
      }
      System.out.println(ReadBandwidth.bytesPerSecond(64 << 20));
      System.out.println(PeakArithmetic.flopPerSecond());
    }
  }
}
