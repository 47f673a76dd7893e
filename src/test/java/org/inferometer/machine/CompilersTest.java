package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a virtual machine of its own, so that the compilers of the tests stay as they are. */
@EnabledOnOs(OS.LINUX)
class CompilersTest {
  private static final int POLICY = 41;
  private static final String SCHED_IDLE = "5";

  @Test
  void areIdleOnesOnceTheyAreLoweredAndAllElseStays() throws Exception {
    assertThat(printedBy(Lower.class)).contains("compiler " + SCHED_IDLE, "other 0");
  }

  @Test
  void haveHardlyAnythingLeftToDoOnceTheyAreQuiet() throws Exception {
    assertThat(printedBy(AwaitQuiet.class)).containsExactly("hardly anything");
  }

  private static Iterable<String> printedBy(Class<?> program) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().distinct().toList();
  }

  /** Prints under which policy each of its threads is scheduled: compilers, and others. */
  static final class Lower {
    public static void main(String[] args) {
      Compilers.lower();
      Threads.forEach(
          (id, name) ->
              System.out.println(
                  (name.matches("C[12] Compiler.*") ? "compiler " : "other ") + policy(id)));
    }

    private static String policy(int thread) {
      try {
        String stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
        // The name, in parentheses, may hold blanks: the fields after it are numbered from 3.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY - 3];
      } catch (IOException e) {
        return "ended";
      }
    }
  }

  /** Gives the compilers much to do, waits for them, and prints how much they did afterwards. */
  static final class AwaitQuiet {
    public static void main(String[] args) throws Exception {
      JsonMapper json = JsonMapper.builder().build();
      for (int i = 0; i < 20_000; i++) {
        json.readValue(json.writeValueAsBytes(Map.of("number", i, "text", "x" + i)), Map.class);
      }
      CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
      Compilers.awaitQuiet();
      long before = compilation.getTotalCompilationTime();
      Thread.sleep(500);
      long since = compilation.getTotalCompilationTime() - before;
      // Without waiting 13 % of it were left.
      System.out.println(since * 20 < before ? "hardly anything" : since + " after " + before);
    }
  }
}
