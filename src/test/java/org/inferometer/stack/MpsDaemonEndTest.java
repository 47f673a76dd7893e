package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a run ends, its MPS daemon does. */
@Timeout(60)
class MpsDaemonEndTest extends MpsStandIn {
  @Test
  void aRunThatIsKilledTakesItsDaemonAlong() throws Exception {
    Process run = run("setsid");
    Path pipes = Path.of(run.inputReader().readLine());
    List<ProcessHandle> processes = processes();
    assertThat(pipes).isDirectory();

    run.destroyForcibly().waitFor();

    while (processes.stream().anyMatch(Proc::runs) || Files.exists(pipes)) {
      Thread.sleep(50);
    }
    assertThat(folder.resolve("mps.log")).content().contains("the run has ended without stopping");
  }

  @Test
  void soDoesOneThatIsKilledBeforeTheDaemonAnswers() throws Exception {
    program(STAND_IN.replace("[ ! -e nvidia-cuda-mps-control.pid ]", "true"));
    Process run = run();
    Path log = folder.resolve("mps.log");
    while (!Files.exists(log) || Files.readAllLines(log).size() < 2) {
      Thread.sleep(50);
    }
    List<ProcessHandle> processes = processes();
    Path pipes = Path.of(Proc.variable(processes.get(0).pid(), MpsControl.FOLDER).orElseThrow());

    run.destroyForcibly().waitFor();

    while (processes.stream().anyMatch(Proc::runs) || Files.exists(pipes)) {
      Thread.sleep(50);
    }
  }

  /**
   * One that starts the daemon in a process of its own.
   *
   * @param starter what starts that process; nothing for this one
   */
  private Process run(String... starter) throws IOException {
    List<String> command = new ArrayList<>(List.of(starter));
    command.addAll(
        List.of(
            OwnProgram.java(),
            "-cp",
            OwnProgram.classPath(),
            MpsDaemonEndTest.class.getName(),
            folder.toString()));
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(run.toHandle());
    return run;
  }

  /** A run that starts the daemon and waits: to be killed. */
  public static void main(String[] args) throws InterruptedException {
    System.out.println(pipes(start(Path.of(args[0]))));
    Thread.currentThread().join();
  }

  @Test
  void soDoesOneThatIsAskedToEnd() throws Exception {
    Process run = run();
    Path pipes = Path.of(run.inputReader().readLine());
    List<ProcessHandle> processes = processes();

    run.destroy();
    run.waitFor();

    assertThat(processes).noneMatch(Proc::runs);
    assertThat(pipes).doesNotExist();
  }

  @Test
  void aDaemonThatNeverAnswersIsToldAndGone() throws Exception {
    program(STAND_IN.replace("read -r command what", "sleep 1000; read -r command what"));

    assertThatThrownBy(() -> start(folder, Duration.ofSeconds(1)))
        .isInstanceOf(SharingException.class)
        .hasMessageContaining("get_default_active_thread_percentage: no answer within 1 s");
    awaitThatNothingIsLeft();
  }

  @Test
  void aDaemonThatDoesNotListenToSignalsLeavesNothingEither() throws Exception {
    program(
        STAND_IN
            .replace("trap 'kill $(cat server); exit 0' TERM", "trap '' TERM")
            .replace("quit) kill \"$(cat nvidia-cuda-mps-control.pid)\" ;;", "quit) ;;"));
    Path pipes;
    try (MpsPartition mps = start(folder, Duration.ofSeconds(5))) {
      pipes = pipes(mps);
    }

    assertThat(pipes).doesNotExist();
    awaitThatNothingIsLeft();
  }

  /** The guard takes a last look, too. */
  private void awaitThatNothingIsLeft() throws InterruptedException {
    while (ProcessHandle.allProcesses().anyMatch(this::isOfThisTest)) {
      Thread.sleep(50);
    }
  }

  private boolean isOfThisTest(ProcessHandle one) {
    String logs = Proc.variable(one.pid(), "CUDA_MPS_LOG_DIRECTORY").orElse("");
    return Proc.runs(one) && logs.startsWith(folder.toString());
  }
}
