package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningStackTest extends StacksUp {
  @Test
  void launchesWaitsDescribesAndStops() throws IOException {
    Path log = folder.resolve("logs/s.log");
    long pid;
    try (RunningStack stack = RunningStack.start(launched("30s"), MODEL, folder, log)) {
      pid = stack.pid().orElseThrow();
      stack.requireAlive();
      Fingerprint fingerprint = stack.fingerprint();
      assertThat(fingerprint.version()).isEqualTo("1.2.3");
      assertThat(fingerprint.server()).isEqualTo("small");
      assertThat(fingerprint.models()).containsExactly("m");
      assertThat(fingerprint.pid()).isEqualTo(pid);
      assertThat(fingerprint.readySeconds()).isPositive();
      assertThat(fingerprint.command())
          .contains("org.inferometer.stack.SmallServer", "" + stack.url().getPort());
    }
    assertThat(runs(pid)).isFalse();
    assertThat(log).content().contains("hello from the small server, /models/m");
  }

  @Test
  void keepsValuesOfTheEnvironmentOutOfItsDescription() {
    Stack stack = launched("30s", "${env.PATH}");
    try (RunningStack running = RunningStack.start(stack, MODEL, folder, log())) {
      assertThat(running.fingerprint().command())
          .contains("${env.PATH}")
          .doesNotContain(System.getenv("PATH"));
    }
  }

  @Test
  void stopsWhatWillNotStopAndWhatItsParentLeftBehind() throws IOException {
    Path log = log();
    RunningStack stack =
        RunningStack.start(launched("200ms", "stubborn", "parent"), MODEL, folder, log);
    long child = childIn(log);
    assertThat(runs(child)).isTrue();

    stack.close();
    stack.close();

    assertThat(runs(stack.pid().orElseThrow())).isFalse();
    assertThat(runs(child)).isFalse();
  }

  @Test
  void stopsTheChildrenOfAStackThatWasKilled() throws Exception {
    Path log = log();
    RunningStack stack = RunningStack.start(launched("5s", "parent"), MODEL, folder, log);
    ProcessHandle root = ProcessHandle.of(stack.pid().orElseThrow()).orElseThrow();
    root.destroyForcibly();
    root.onExit().get(30, TimeUnit.SECONDS);

    assertThatThrownBy(stack::requireAlive)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("stack s: ended by itself with exit status 137 (signal 9)")
        .hasMessageContaining("hello from the small server");
    assertThat(runs(childIn(log))).isTrue();
    stack.close();
    assertThat(runs(childIn(log))).isFalse();
  }

  @Test
  void stopsTheStackWhenThisProgramIsToldToEnd() throws Exception {
    Path log = log();
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.inferometer.stack.RunningStackTest",
                folder.toString(),
                log.toString())
            .redirectErrorStream(true)
            .start();
    String pid = program.inputReader().readLine();
    assertThat(pid).containsOnlyDigits();
    assertThat(runs(Long.parseLong(pid))).isTrue();

    program.destroy();
    program.waitFor();

    assertThat(runs(Long.parseLong(pid))).isFalse();
    assertThat(runs(childIn(log))).isFalse();
  }

  /** A program that starts a stack and waits: to be ended by a signal. */
  public static void main(String[] args) throws InterruptedException {
    RunningStack stack =
        RunningStack.start(launched("5s", "parent"), MODEL, Path.of(args[0]), Path.of(args[1]));
    System.out.println(stack.pid().orElseThrow());
    Thread.currentThread().join();
  }

  @Test
  void tellsTheLastWordsOfAStackThatDiesAtItsStart() {
    assertThatThrownBy(() -> RunningStack.start(launched("5s", "dying"), MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("stack s: ended by itself with exit status 3")
        .hasMessageContaining("  I cannot go on");
  }

  @Test
  void theLastWordsAreNotThoseOfALaunchBefore() throws IOException {
    Path log = Files.writeString(log(), "words of the launch before\n");

    assertThatThrownBy(() -> RunningStack.start(launched("5s", "dying"), MODEL, folder, log))
        .hasMessageContaining("  I cannot go on")
        .message()
        .doesNotContain("the launch before");
  }

  @Test
  void aCommandThatLeavesItsServerBehindIsToldToStay() throws IOException {
    Path log = log();

    assertThatThrownBy(
            () -> RunningStack.start(launched("5s", "parent", "leaving"), MODEL, folder, log))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("ended by itself with exit status 0; launch.command has to run as");

    assertThat(runs(childIn(log))).isFalse();
  }

  @Test
  void doesNotWaitForeverForReadiness() {
    Stack stack = launched("5s", "deaf");
    Launch launch =
        new Launch(
            false,
            stack.launch().command(),
            Map.of(),
            "/health",
            Duration.ofMillis(1500),
            Duration.ofSeconds(5));
    Stack deaf = new Stack("s", "s", "openai", null, launch, Map.of("m", "m"), null);

    assertThatThrownBy(() -> RunningStack.start(deaf, MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("/health did not answer 200 within 1500ms, at last: no answer")
        .hasMessageContaining("last lines of");
  }

  @Test
  void tellsACommandThatDoesNotExist() {
    Launch launch =
        new Launch(
            false,
            List.of("no-such-program"),
            Map.of(),
            "/health",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
    Stack stack = new Stack("s", "s", "openai", null, launch, Map.of("m", "m"), null);

    assertThatThrownBy(() -> RunningStack.start(stack, MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void refusesAPortThatIsInUse() throws IOException {
    URI taken = server(200, "{}");
    Launch launch = launched("5s").launch();
    Stack stack = new Stack("s", "s", "openai", taken, launch, Map.of("m", "m"), null);

    assertThatThrownBy(() -> RunningStack.start(stack, MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("another program listens at " + taken);
  }

  static Stack launched(String stop, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                OwnProgram.classPath(),
                "org.inferometer.stack.SmallServer",
                "${port}"));
    command.addAll(List.of(options));
    Launch launch =
        new Launch(
            false,
            command,
            Map.of("GREETING", "${model.directory}"),
            "/health",
            Duration.ofSeconds(50),
            org.inferometer.scenario.Durations.parse(stop));
    return new Stack("s", "s", "openai", null, launch, Map.of("m", "m"), null);
  }

  private static long childIn(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("child "))
        .mapToLong(line -> Long.parseLong(line.substring(6)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(Proc::runs).isPresent();
  }
}
