package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcTest {
  /** Ends its first thread with the system call that ends one alone. */
  private static final String HALF_DEAD =
      """
      import ctypes, platform, threading, time
      threading.Thread(target=time.sleep, args=(1000,)).start()
      print("half dead", flush=True)
      ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)
      """;

  @Test
  void aProcessWithoutItsFirstThreadRunsUntilTheLastHasEnded() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "no /proc here");
    Process process;
    try {
      process = new ProcessBuilder("python3", "-c", HALF_DEAD).start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 here");
      return;
    }
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("half dead");
      while (!Files.readString(Path.of("/proc", "" + process.pid(), "stat")).contains(") Z ")) {
        Thread.sleep(10);
      }
      assertThat(Proc.runs(process.toHandle())).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(Proc.runs(process.toHandle())).isFalse();
  }
}
