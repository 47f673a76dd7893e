package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  @TempDir Path folder;

  @Test
  void namesEveryStackThatCannotBeMeasured() throws IOException {
    HttpServer gone = SmallServer.start(0, 200, "{}");
    gone.stop(0);
    HttpServer other = SmallServer.start(0, 200, "{\"data\":[{\"id\":\"other\"}]}");
    Files.writeString(folder.resolve("text"), "no program");
    try {
      assertThatThrownBy(
              () ->
                  check(
                      running("dead", url(gone)),
                      running("unknown", URI.create("http://no-such-host.invalid:8000")),
                      running("wrong", url(other)),
                      launched("missing", null, "no-such-program"),
                      launched("text", null, "./text"),
                      launched("taken", url(other), "sh")))
          .isInstanceOf(StackException.class)
          .message()
          .startsWith("6 stacks cannot be measured")
          .contains("stack dead: no answer from " + url(gone) + " (Connection refused)")
          .contains("--stack-url dead=URL")
          .contains("stack unknown: no answer from http://no-such-host.invalid:8000 (")
          .contains("stack wrong: " + url(other) + " serves [other], not \"m\"")
          .contains("stack missing: launch.command: there is no program no-such-program")
          .contains("stack text: launch.command: ./text is no program")
          .contains("stack taken: another program listens at " + url(other));
    } finally {
      other.stop(0);
    }
  }

  @Test
  void acceptsAServerThatCannotListItsModelsAndAProgramOnThePath() throws IOException {
    HttpServer offline = SmallServer.start(0, 500, "oops");
    try {
      assertThatCode(() -> check(running("offline", url(offline)), launched("shell", null, "sh")))
          .doesNotThrowAnyException();
    } finally {
      offline.stop(0);
    }
  }

  @Test
  void looksForProgramsWhereTheStackWillAndSeenFromTheScenario() throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("engine");
    Files.writeString(program, "#!/bin/sh\n");
    program.toFile().setExecutable(true);

    assertThatCode(
            () ->
                check(
                    launched("seen", null, "bin/engine"),
                    stack("own", null, launch(Map.of("PATH", "/nowhere:bin"), "engine"))))
        .doesNotThrowAnyException();
  }

  private void check(Stack... stacks) {
    Map<Stack, List<Model>> wanted = new LinkedHashMap<>();
    Stream.of(stacks).forEach(stack -> wanted.put(stack, List.of(MODEL)));
    Preflight.check(wanted, folder);
  }

  private static Stack running(String name, URI url) {
    return stack(name, url, null);
  }

  private static Stack launched(String name, URI url, String... command) {
    return stack(name, url, launch(Map.of(), command));
  }

  private static Launch launch(Map<String, String> environment, String... command) {
    Duration second = Duration.ofSeconds(1);
    return new Launch(false, List.of(command), environment, "/health", second, second);
  }

  private static Stack stack(String name, URI url, Launch launch) {
    return new Stack(name, name, "openai", url, launch, Map.of("m", "m"), null);
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
