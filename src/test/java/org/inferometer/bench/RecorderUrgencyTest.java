package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.machine.Compilers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RecorderUrgencyTest {
  private static final String SCHED_OTHER = "0";
  private static final String SCHED_IDLE = "5";

  @Test
  @Timeout(60)
  void decodesAsAnyThreadUntilSomethingIsMeasuredAndInTheBackgroundFromThenOn() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Decoder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(out.lines()).containsExactly("first " + SCHED_OTHER, "then " + SCHED_IDLE);
  }

  /** Prints the policy of the decoder's thread, and the one that it changes to. */
  static final class Decoder {
    public static void main(String[] args) throws Exception {
      Recorder.started();
      String first = policy();
      System.out.println("first " + first);
      Compilers.lower();
      String then = first;
      while (then.equals(first)) {
        Thread.sleep(10);
        then = policy();
      }
      System.out.println("then " + then);
    }

    private static String policy() throws IOException, InterruptedException {
      while (true) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
          for (Path task : tasks) {
            String stat = stat(task);
            if (stat.contains("(record-decoder)")) {
              // The policy is field 41; those after the name are numbered from 3.
              return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[41 - 3];
            }
          }
        }
        Thread.sleep(10);
      }
    }

    private static String stat(Path task) {
      try {
        return Files.readString(task.resolve("stat"));
      } catch (IOException e) {
        return ""; // It has ended.
      }
    }
  }
}
