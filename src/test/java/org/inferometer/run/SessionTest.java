package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.result.FailedTrial;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose trials are made up, of two names of the exact-schedule server. */
@Timeout(120)
class SessionTest {
  private static final String ONCE = "repeats: 1, stack-warmup: 10ms";

  @TempDir private Path folder;
  private final List<RunEvent> told = new ArrayList<>();
  private final MadeUpTrials executor = new MadeUpTrials();
  private ExactScheduleServer server;

  @BeforeEach
  void start() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=1ms,itl=1ms,tokens=4");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsWhatHappensInTheOrderInWhichItDoes() throws IOException, InterruptedException {
    Session session = session(ONCE);
    assertThat(session.state()).isEqualTo(Session.State.READY);

    session.measure();

    assertThat(session.state()).isEqualTo(Session.State.ENDED);
    assertThat(session.directory().done()).exists();
    assertThat(told.get(0)).isInstanceOf(RunEvent.Begun.class);
    assertThat(told)
        .filteredOn(one -> !(one instanceof RunEvent.Waiting || one instanceof RunEvent.Waited))
        .filteredOn(one -> !(one instanceof RunEvent.Note))
        .extracting(one -> one.getClass().getSimpleName())
        .containsExactly(
            "Begun",
            "StacksStarting",
            "StacksStarted",
            "TrialBegun",
            "TrialEnded",
            "TrialBegun",
            "TrialEnded",
            "TrialBegun",
            "TrialEnded",
            "TrialBegun",
            "TrialEnded",
            "Ended");
    assertThat(events(RunEvent.TrialEnded.class))
        .extracting(RunEvent.TrialEnded::number)
        .containsExactly(1, 2, 3, 4);
    assertThat(events(RunEvent.Waiting.class)).hasSameSizeAs(events(RunEvent.Waited.class));
  }

  @Test
  void aTrialThatFailsIsToldAndKeptAndTheOthersAreMeasured()
      throws IOException, InterruptedException {
    executor.failing = "b";
    Session session = session(ONCE);

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("2 of 4 trials failed")
        .hasMessageContaining("  2 × stack b: no answer")
        .hasMessageContaining("--resume");

    assertThat(session.state()).isEqualTo(Session.State.FAILED);
    assertThat(events(RunEvent.TrialFailed.class))
        .extracting(RunEvent.TrialFailed::reason)
        .containsOnly("stack b: no answer");
    assertThat(FailedTrial.read(session.directory()))
        .extracting(FailedTrial::stack)
        .containsExactly("b", "b");
    assertThat(executor.written).containsExactlyInAnyOrderElementsOf(executor.kept).hasSize(2);
    assertThat(session.directory().done()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"same-answers.json", "failed.json", "DONE", "plan.json"})
  void whatCannotBeWrittenAtTheEndHidesNothingElseAndTellsHowToGoOn(String name)
      throws IOException, InterruptedException {
    Session session = session(ONCE);
    Path inTheWay = session.directory().root().resolve(name);
    session.listen(
        event -> {
          if (event instanceof RunEvent.TrialEnded trial && trial.number() == 4) {
            block(inTheWay);
          }
        });

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining(inTheWay.toString())
        .hasMessageContaining("--resume");

    assertThat(executor.written).isEqualTo(executor.kept).hasSize(4);
  }

  /** Nothing can be written to a folder that is not empty, whoever tries. */
  private static void block(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.createDirectories(file.resolve("in-the-way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void cancelEndsTheTrialAndKeepsWhatWasMeasuredBefore() throws IOException, InterruptedException {
    executor.patient = trial -> !executor.kept.isEmpty();
    Session session = session(ONCE);
    session.listen(
        event -> {
          if (event instanceof RunEvent.TrialBegun trial && trial.number() == 2) {
            elsewhere(session::cancel);
          }
        });

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("cancelled")
        .hasMessageContaining("--resume");

    assertThat(session.state()).isEqualTo(Session.State.CANCELLED);
    assertThat(told.get(told.size() - 1))
        .isInstanceOfSatisfying(
            RunEvent.Ended.class,
            end -> assertThat(end.state()).isEqualTo(Session.State.CANCELLED));
    assertThat(executor.kept).hasSize(1);
    assertThat(executor.written).isEqualTo(executor.kept);
    assertThat(FailedTrial.read(session.directory())).isEmpty();
    assertThat(session.directory().done()).doesNotExist();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aCancelledRunGoesOnWhereItWas() throws IOException, InterruptedException {
    Session session = session(ONCE);
    session.listen(
        event -> {
          if (event instanceof RunEvent.TrialEnded trial && trial.number() == 2) {
            session.cancel();
          }
        });
    assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class);
    assertThat(executor.kept).hasSize(2);

    Session again =
        new Runs(run -> executor, told::add)
            .resume(session.directory().root(), new Choices(null, List.of(), false));
    again.measure();

    assertThat(again.state()).isEqualTo(Session.State.ENDED);
    assertThat(executor.kept).hasSize(4).doesNotHaveDuplicates();
    assertThat(again.directory().done()).exists();
  }

  @Test
  void cancelEndsTheWarmUpOfAStack() throws IOException, InterruptedException {
    Session session = session("repeats: 1, stack-warmup: 1h");
    session.listen(
        event -> {
          if (event instanceof RunEvent.Waiting wait && wait.what().startsWith("warming up a")) {
            elsewhere(session::cancel);
          }
        });

    assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class).hasMessageContaining("canc");

    assertThat(session.state()).isEqualTo(Session.State.CANCELLED);
    assertThat(executor.kept).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void cancelStopsAStackThatIsBeingLaunched() throws IOException, InterruptedException {
    Path file = TwoStacks.scenario(folder, server.uri(), ONCE);
    Files.writeString(folder.resolve("config.json"), "{}");
    String launched =
        "b: { launch: { command: [sleep, '3600.125'], timeout: 1h }, models: { any: exact } }";
    Files.writeString(
        file,
        Files.readString(file)
            .replace("any: {}", "any: { directory: . }")
            .replaceAll("(?m)^  b: .*$", "  " + launched));
    Session session = begin(file);
    session.listen(
        event -> {
          if (event instanceof RunEvent.Waiting wait && wait.what().startsWith("starting b")) {
            elsewhere(
                () -> {
                  awaitChild();
                  session.cancel();
                });
          }
        });

    assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class).hasMessageContaining("canc");

    assertThat(session.state()).isEqualTo(Session.State.CANCELLED);
    assertThat(children()).isEmpty();
  }

  @Test
  void whatIsCancelledBeforehandMeasuresNothing() throws IOException, InterruptedException {
    Session session = session(ONCE);
    session.cancel();

    assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class).hasMessageContaining("canc");

    assertThat(executor.kept).isEmpty();
    assertThat(events(RunEvent.TrialBegun.class)).isEmpty();
  }

  private Session session(String measure) throws IOException, InterruptedException {
    return begin(TwoStacks.scenario(folder, server.uri(), measure));
  }

  private Session begin(Path scenario) throws IOException, InterruptedException {
    return new Runs(run -> executor, told::add)
        .begin(scenario, Map.of(), folder.resolve("results"), new Choices(null, List.of(), false));
  }

  private <E extends RunEvent> List<E> events(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static void elsewhere(Runnable work) {
    new Thread(work, "elsewhere").start();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains("3600.125"))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static void awaitChild() {
    while (children().isEmpty()) {
      LockSupport.parkNanos(20_000_000);
    }
  }
}
