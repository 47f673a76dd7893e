package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a virtual machine of its own, so that the compilers of the tests stay as they are. */
@EnabledOnOs(OS.LINUX)
class CompilersTest {
  private static final int STATE = 3;
  private static final int POLICY = 41;
  private static final int LOOKS = 50;
  private static final String SCHED_IDLE = "5";
  private static final int QUIET = '!';

  @Test
  void areIdleOnesOnceTheyAreLoweredAndAllElseStays() throws Exception {
    assertThat(printedBy(start(Lower.class))).contains("compiler " + SCHED_IDLE, "other 0");
  }

  @Test
  void haveHardlyAnythingLeftToDoOnceTheyAreQuiet() throws Exception {
    Process process = start(AwaitQuiet.class);
    assertThat(process.getInputStream().read()).isEqualTo(QUIET);
    awaitSleep(Path.of("/proc", Long.toString(process.pid()), "task"));
    process.getOutputStream().close();
    assertThat(printedBy(process)).containsExactly("hardly anything");
  }

  /** Until no compiler wants a processor, at many looks in a row: then all is compiled. */
  private static void awaitSleep(Path tasks) throws Exception {
    for (int asleep = 0; asleep < LOOKS; asleep++) {
      Thread.sleep(1);
      try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
        for (Path task : all) {
          asleep = isAwakeCompiler(task) ? -1 : asleep;
        }
      }
    }
  }

  private static boolean isAwakeCompiler(Path task) {
    try {
      return isCompiler(Files.readString(task.resolve("comm")).strip())
          && !field(task, STATE).equals("S");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  private static boolean isCompiler(String thread) {
    return thread.matches("C[12] Compiler.*");
  }

  /** What the system tells of a thread; fields are numbered from 1. */
  private static String field(Path task, int number) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    // The name, in parentheses, may hold blanks: the fields after it are numbered from 3.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number - 3];
  }

  private static Process start(Class<?> program) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Iterable<String> printedBy(Process process) throws Exception {
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
              System.out.println((isCompiler(name) ? "compiler " : "other ") + policy(id)));
    }

    private static String policy(int thread) {
      try {
        return field(Path.of("/proc/self/task/" + thread), POLICY);
      } catch (IOException e) {
        return "ended";
      }
    }
  }

  /**
   * Gives the compilers much to do, waits for them, and says so; when its input ends, prints how
   * much they did afterwards.
   */
  static final class AwaitQuiet {
    public static void main(String[] args) throws Exception {
      JsonMapper json = JsonMapper.builder().build();
      for (int i = 0; i < 20_000; i++) {
        json.readValue(json.writeValueAsBytes(Map.of("number", i, "text", "x" + i)), Map.class);
      }
      CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
      Compilers.awaitQuiet();
      long before = compilation.getTotalCompilationTime();
      System.out.write(QUIET);
      System.out.flush();
      System.in.read();
      long since = compilation.getTotalCompilationTime() - before;
      // Without waiting 2 to 37 % were left, with it less than 0.4 %.
      System.out.println(since * 50 < before ? "hardly anything" : since + " after " + before);
    }
  }
}
