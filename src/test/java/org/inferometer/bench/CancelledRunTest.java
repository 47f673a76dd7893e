package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.inferometer.run.Choices;
import org.inferometer.run.RunEvent;
import org.inferometer.run.RunFailed;
import org.inferometer.run.Session;
import org.inferometer.run.TwoStacks;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("whole-run")
class CancelledRunTest {
  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void itsForkEndsInTheMiddleOfAnIteration() throws IOException, InterruptedException {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=5ms,itl=1ms,tokens=4")) {
      Path file =
          TwoStacks.scenario(
              folder,
              server.uri(),
              "repeats: 1, warmup-iterations: 0, iterations: 1, iteration-time: 1h,"
                  + " stack-warmup: 10ms");
      Choices choices = new Choices(null, List.of(), false);
      Session session = Suite.of(file, Map.of(), folder.resolve("results"), choices, System.out);
      session.listen(
          event -> {
            if (event instanceof RunEvent.TrialBegun) {
              new Thread(() -> cancelWhenItRuns(session), "cancel").start();
            }
          });

      assertThatThrownBy(session::measure)
          .isInstanceOf(RunFailed.class)
          .hasMessageContaining("cancelled");

      assertThat(session.state()).isEqualTo(Session.State.CANCELLED);
      assertThat(session.directory().jmh()).exists();
      assertThat(session.directory().failed()).doesNotExist();
    }
  }

  private static void cancelWhenItRuns(Session session) {
    while (!isRecorded(session.directory().requests())) {
      LockSupport.parkNanos(20_000_000);
    }
    session.cancel();
  }

  private static boolean isRecorded(Path requests) {
    try (Stream<Path> files = Files.walk(requests)) {
      return files.anyMatch(one -> Files.isRegularFile(one) && one.toFile().length() > 0);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
