package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Requests;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  @TempDir Path folder;

  @Test
  void namesEveryStackThatCannotBeMeasured() throws IOException {
    HttpServer gone = SmallServer.start(0, 200, "{}");
    gone.stop(0);
    HttpServer other = SmallServer.start(0, 200, "{}");
    Files.writeString(folder.resolve("text"), "no program");
    try {
      assertThatThrownBy(
              () ->
                  check(
                      running("dead", url(gone)),
                      running("unknown", URI.create("http://no-such-host.invalid:8000")),
                      launched("missing", null, "no-such-program"),
                      launched("text", null, "./text"),
                      launched("taken", url(other), "sh")))
          .isInstanceOf(StackException.class)
          .message()
          .startsWith("5 stacks cannot be measured")
          .contains("stack dead: no answer from " + url(gone) + " (Connection refused)")
          .contains("--stack-url dead=URL")
          .contains("stack unknown: no answer from http://no-such-host.invalid:8000 (")
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

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "200 | {'data':[{'id':'m'}]}                 | ~~",
        "200 | {'data':[{'id':'*'}]}                 | ~~",
        "200 | {'data':[{'id':'x'},{'id':'m*'}]}     | ~~",
        "200 | {'data':[{'id':'m:latest'}]}          | ~~",
        "200 | {'data':[{'id':'other~[31m'}]}        | lists [other], not 'm'; if its requests fail, set",
        "200 | <html>                                | answers /v1/models with no list of models",
        "401 | {}                                    | status 401: if it wants a key, say where it is",
        "403 | {}                                    | status 403: if it wants a key, say where it is",
        "404 | {}                                    | status 404: is the address right?",
        "500 | oops                                  | status 500: is the address right?"
      })
  void doubtsAndNoMoreWhereOnlyTheListSpeaksAgainstIt(int status, String body, String doubt)
      throws IOException {
    String models = body.replace('\'', '"').replace("~", "\\u001b");
    HttpServer server = SmallServer.start(0, status, models);
    try {
      List<String> doubts = check(running("s", url(server)));
      if (doubt.isEmpty()) {
        assertThat(doubts).isEmpty();
      } else {
        String words = doubt.replace('\'', '"');
        assertThat(doubts).singleElement().asString().startsWith("stack s: ").contains(words);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void doesNotAskForModelsWhereToldSo() throws IOException {
    HttpServer server = SmallServer.start(0, 403, "{}");
    HttpServer gone = SmallServer.start(0, 200, "{}");
    gone.stop(0);
    try {
      assertThat(check(unasked(url(server)))).isEmpty();
      assertThatThrownBy(() -> check(unasked(url(gone)))).hasMessageContaining("no answer from");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "oops",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"
      })
  void onlyDoubtsWhereAServerAnswersNothingButRequests(String answer) throws Exception {
    try (ServerSocket gateway = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                while (!gateway.isClosed()) {
                  try (Socket one = gateway.accept()) {
                    one.getInputStream().read();
                    one.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    // The client has gone, or the test has ended.
                  }
                }
              });
      answering.setDaemon(true);
      answering.start();
      URI url = URI.create("http://127.0.0.1:" + gateway.getLocalPort());

      assertThat(check(unasked(url))).isEmpty();
      assertThat(check(running("s", url)))
          .singleElement()
          .asString()
          .startsWith("stack s: " + url + " does not tell what it serves (")
          .contains("check: { models: false } does not ask");
    }
  }

  private static Stack unasked(URI url) {
    Map<String, String> models = Map.of("m", "m");
    return new StackAt(url).checkingModels(false).stack();
  }

  @Test
  void asksWhereTheApiIsWithTheStacksHeaders() throws IOException {
    HttpServer server = SmallServer.start(0, 404, "{}");
    server.createContext(
        "/v3/models",
        one -> {
          boolean known = "a".equals(one.getRequestHeaders().getFirst("X-Tenant"));
          byte[] body = "{\"data\":[{\"id\":\"m\"}]}".getBytes(StandardCharsets.UTF_8);
          one.sendResponseHeaders(known ? 200 : 403, body.length);
          one.getResponseBody().write(body);
          one.close();
        });
    Requests requests =
        new Requests("/v3", Map.of("X-Tenant", new Requests.Header("a", null)), null, null, null);
    Map<String, String> models = Map.of("m", "m");
    try {
      Stack stack = new StackAt(url(server)).asked(requests).stack();
      assertThat(check(stack)).isEmpty();
    } finally {
      server.stop(0);
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

  private List<String> check(Stack... stacks) {
    Map<Stack, List<Model>> wanted = new LinkedHashMap<>();
    Stream.of(stacks).forEach(stack -> wanted.put(stack, List.of(MODEL)));
    return Preflight.check(wanted, folder);
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
