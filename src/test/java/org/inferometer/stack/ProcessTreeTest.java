package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTreeTest {
  @Test
  void goesOnWithoutAProcessThatNoSignalEndsAndTellsWhichItIs() throws IOException {
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessTree tree = new ProcessTree(Mark.next(Path.of("s.log")));
      tree.add(deaf(process.toHandle()));

      List<ProcessHandle> left = tree.stop(Duration.ofMillis(20), Duration.ofMillis(40));

      assertThat(left).hasSize(1);
      assertThat(Proc.described(left.get(0)))
          .startsWith(process.pid() + " (")
          .contains("sleep")
          .endsWith(")");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void leavesNothingOfWhatEnds() throws IOException {
    Process process = new ProcessBuilder("sleep", "600").start();
    ProcessTree tree = new ProcessTree(Mark.next(Path.of("s.log")));
    tree.add(process.toHandle());

    assertThat(tree.stop(Duration.ofSeconds(30))).isEmpty();
    assertThat(Proc.runs(process.toHandle())).isFalse();
  }

  /** The same process as if it waited uninterruptibly in the kernel. */
  private static ProcessHandle deaf(ProcessHandle process) {
    return (ProcessHandle)
        Proxy.newProxyInstance(
            ProcessTreeTest.class.getClassLoader(),
            new Class<?>[] {ProcessHandle.class},
            (self, method, arguments) ->
                method.getName().startsWith("destroy")
                    ? Boolean.TRUE
                    : method.invoke(process, arguments));
  }
}
