package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningStackTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  @TempDir Path folder;
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stopServers() {
    servers.forEach(server -> server.stop(0));
  }

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

  @Test
  void findsARunningServerAndLeavesItRunning() throws IOException {
    URI url = server(200, "{\"data\":[{\"id\":\"other\"},{\"id\":\"m\"}]}");

    for (int i = 0; i < 2; i++) {
      try (RunningStack stack = RunningStack.start(at(url), MODEL, folder, log())) {
        assertThat(stack.fingerprint().models()).containsExactly("other", "m");
        assertThat(stack.pid()).isEmpty();
        assertThat(stack.fingerprint().command()).isNull();
      }
    }
  }

  @Test
  void acceptsAServerThatCannotListItsModels() throws IOException {
    for (URI url : List.of(server(500, "oops"), server(200, "not json"), server(404, "{}"))) {
      try (RunningStack stack = RunningStack.start(at(url), MODEL, folder, log())) {
        assertThat(stack.fingerprint().models()).isNull();
        assertThat(stack.fingerprint().version()).isEqualTo("1.2.3");
      }
    }
  }

  @Test
  void asksForTheVersionWhereTheProtocolHasIt() throws IOException {
    URI url = server(200, "{\"data\":[{\"id\":\"m:latest\"}]}");
    Map<String, String> versions =
        Map.of("ollama", "0.12", "tgi", "3.4", "sglang", "0.5", "llama-cpp", "1.2.3");
    for (String protocol : versions.keySet()) {
      Stack stack =
          new Stack(
              "s",
              "s",
              protocol,
              protocol,
              url,
              null,
              Map.of("m", "m"),
              null,
              null,
              true,
              null,
              null,
              null,
              null,
              null,
              null);
      try (RunningStack running = RunningStack.start(stack, MODEL, folder, log())) {
        assertThat(running.fingerprint().version()).isEqualTo(versions.get(protocol));
        assertThat(running.doubt()).isEmpty();
      }
    }
  }

  @Test
  void saysWhatToDoAboutAServerOfNoUse() throws IOException {
    try (RunningStack other =
        RunningStack.start(
            at(server(200, "{\"data\":[{\"id\":\"other\"}]}")), MODEL, folder, log())) {
      assertThat(other.doubt().orElseThrow()).contains("set stacks.s.models.m to the");
    }
    HttpServer gone = SmallServer.start(0, 200, "{}");
    gone.stop(0);
    assertUseless(url(gone), "no answer from " + url(gone), "-Dstack.url.s=URL");
  }

  @Test
  void aCacheThatWasNotEmptiedOnceStaysTold() throws IOException, InterruptedException {
    URI url = server(200, "{\"data\":[{\"id\":\"m\"}]}");
    List<Integer> statuses = new ArrayList<>(List.of(200, 404, 200));
    servers
        .get(0)
        .createContext(
            "/flush",
            one -> {
              one.sendResponseHeaders(statuses.remove(0), -1);
              one.close();
            });
    List<String> told = new ArrayList<>();
    try (RunningStack stack = RunningStack.start(resetting(url), MODEL, folder, log())) {
      for (int i = 0; i < 3; i++) {
        stack.resetCache();
        told.add(stack.fingerprint().cache());
      }
    }
    String kept =
        "s keeps its prefix cache between trials: POST /flush is answered with status 404";
    assertThat(told).containsExactly("reset before each trial", kept, kept);
  }

  @Test
  void saysWhyAServerTellsNothingOfItselfWhereItWasToTell() throws IOException {
    URI url = server(200, "{\"data\":[{\"id\":\"m\"}]}");
    List<String> told = new ArrayList<>();
    try (RunningStack silent = RunningStack.start(at(url), MODEL, folder, log())) {
      assertThat(silent.view(told::add)).isEmpty();
      assertThat(silent.counters().told()).isEmpty();
    }
    assertThat(told).as("many servers have no such page").isEmpty();

    try (RunningStack silent =
        RunningStack.start(telling(url, "/prometheus/metrics"), MODEL, folder, log())) {
      assertThat(silent.view(told::add)).isEmpty();
    }
    assertThat(told)
        .containsExactly(
            "s tells nothing of itself: "
                + url
                + "/prometheus/metrics is answered with status 404; where is its page of metrics?"
                + " metrics: URL in the scenario (false: there is none)");

    servers
        .get(servers.size() - 1)
        .createContext(
            "/metrics",
            one -> {
              byte[] page = "vllm:num_requests_running 2\n".getBytes(StandardCharsets.UTF_8);
              one.sendResponseHeaders(200, page.length);
              one.getResponseBody().write(page);
              one.close();
            });
    try (RunningStack telling = RunningStack.start(at(url), MODEL, folder, log());
        Source view = telling.view(told::add).orElseThrow()) {
      assertThat(view.name()).isEqualTo("server:s");
      assertThat(view.read()).isEqualTo(Map.of("running", 2.0));
    }
    try (RunningStack unasked = RunningStack.start(telling(url, ""), MODEL, folder, log())) {
      assertThat(unasked.view(told::add)).isEmpty();
    }
    assertThat(told).hasSize(1);
  }

  private static Stack resetting(URI url) {
    return with(url, null, "/flush");
  }

  private static Stack telling(URI url, String metrics) {
    return with(url, metrics, null);
  }

  private static Stack with(URI url, String metrics, String resetCache) {
    Stack usual = at(url);
    return new Stack(
        usual.name(),
        usual.label(),
        usual.protocol(),
        usual.dialect(),
        usual.url(),
        usual.launch(),
        usual.models(),
        usual.apiKey(),
        usual.requests(),
        usual.checkModels(),
        usual.tls(),
        usual.transport(),
        metrics,
        null,
        resetCache,
        null);
  }

  private void assertUseless(URI url, String... parts) {
    assertThatThrownBy(() -> RunningStack.start(at(url), MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .message()
        .startsWith("stack s: ")
        .contains(parts);
  }

  private URI server(int modelsStatus, String models) throws IOException {
    HttpServer server = SmallServer.start(0, modelsStatus, models);
    servers.add(server);
    return url(server);
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Stack at(URI url) {
    return new Stack("s", "s", "openai", url, null, Map.of("m", "m"), null);
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

  private Path log() {
    return folder.resolve("s.log");
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
