package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stack when the program that launched it is killed. */
@Timeout(120)
class GuardTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  @TempDir Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();

  @BeforeEach
  void needsProc() {
    assumeThat(Path.of("/proc/self/environ")).exists();
  }

  @AfterEach
  void endWhatATestHasLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aStackEndsWithAProgramThatIsKilled() throws Exception {
    Process program = program("parent");
    List<ProcessHandle> stack = stack();

    program.destroyForcibly().waitFor();

    awaitEnd(stack);
    assertThat(log()).content().contains("the run has ended without stopping this stack");
  }

  @Test
  void soDoesOneThatDoesNotListen() throws Exception {
    Process program = program("parent", "stubborn");
    List<ProcessHandle> stack = stack();

    program.destroyForcibly().waitFor();

    awaitEnd(stack);
  }

  @Test
  void aGuardOutlivesWhatKillsItsProgramsWholeGroup() throws Exception {
    Process program = program("parent");
    List<ProcessHandle> stack = stack();

    // The program leads a group of its own, as one started in a terminal does.
    new ProcessBuilder("sh", "-c", "kill -9 -" + program.pid()).start().waitFor();

    assertThat(program.waitFor()).isEqualTo(128 + 9);
    awaitEnd(stack);
  }

  @Test
  void aGuardEndsWithItsStack() throws Exception {
    RunningStack stack =
        RunningStack.start(daemonising(RunningStackTest.launched("5s")), MODEL, folder, log());
    ProcessHandle guard = guard(ProcessHandle.current());
    stack();

    stack.close();

    awaitEnd(List.of(guard));
    awaitEnd(started);
    assertThat(log()).content().doesNotContain("has ended without");
  }

  @Test
  void whatIsLeftWithoutAGuardIsFoundNamedAndEnded() throws Exception {
    Process program = program("parent");
    List<ProcessHandle> stack = stack();
    List<Long> pids = stack.stream().map(ProcessHandle::pid).toList();
    assertThat(Orphans.find()).noneMatch(one -> one.pids().containsAll(pids));

    ProcessHandle guard = guard(program.toHandle());
    guard.destroyForcibly();
    awaitEnd(List.of(guard));
    program.destroyForcibly().waitFor();

    Orphans orphans =
        Orphans.find().stream().filter(one -> one.pids().containsAll(pids)).findFirst().get();
    assertThat(orphans.toString()).contains(log().toString(), pids.get(0) + " (", "bin/java");
    assertThat(stack).allMatch(Proc::runs);
    orphans.end();
    assertThat(stack).noneMatch(Proc::runs);
  }

  @Test
  void findsNothingWhileAGuardIsStillAtWork() throws Exception {
    Process program = program("parent", "stubborn");
    List<ProcessHandle> stack = stack();
    List<Long> pids = stack.stream().map(ProcessHandle::pid).toList();

    program.destroyForcibly().waitFor();

    assertThat(Orphans.find()).noneMatch(one -> pids.stream().anyMatch(one.pids()::contains));
    assertThat(stack).noneMatch(Proc::runs);
  }

  /** A program that starts a stack and waits: to be killed. */
  public static void main(String[] args) throws InterruptedException {
    Path log = Path.of(args[0]);
    String[] options = Stream.of(args).skip(1).toArray(String[]::new);
    RunningStack.start(
        daemonising(RunningStackTest.launched("1s", options)), MODEL, log.getParent(), log);
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /** The same behind a shell that first sends another process away for good. */
  private static Stack daemonising(Stack stack) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "sh",
            "-c",
            "echo root $$; (setsid sh -c 'sleep 1000 & echo daemon $!' &); exec \"$@\"",
            "sh"));
    command.addAll(stack.launch().command());
    Launch l = stack.launch();
    Launch launch = new Launch(false, command, l.environment(), l.ready(), l.timeout(), l.stop());
    return new Stack("s", "s", "openai", null, launch, stack.models(), null);
  }

  private Process program(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setsid", OwnProgram.java(), "-cp", OwnProgram.classPath()));
    command.addAll(List.of("org.inferometer.stack.GuardTest", log().toString()));
    command.addAll(List.of(options));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(program.toHandle());
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    return program;
  }

  /** The processes of the stack, as they told their log. */
  private List<ProcessHandle> stack() throws IOException {
    List<ProcessHandle> stack =
        Files.readAllLines(log()).stream()
            .filter(line -> line.matches("(root|daemon|child) \\d+"))
            .map(line -> ProcessHandle.of(Long.parseLong(line.split(" ")[1])).orElseThrow())
            .toList();
    assertThat(stack).hasSizeGreaterThan(1).allMatch(Proc::runs);
    started.addAll(stack);
    return stack;
  }

  private static ProcessHandle guard(ProcessHandle program) {
    return program
        .children()
        .filter(one -> Proc.variable(one.pid(), Guard.VARIABLE).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
    while (processes.stream().anyMatch(Proc::runs)) {
      Thread.sleep(50);
    }
  }

  private Path log() {
    return folder.resolve("s.log");
  }
}
