package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that run already, and what they tell. */
@Timeout(60)
class FoundStackTest extends StacksUp {
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
      Stack stack = new StackAt(url).speaking(protocol, protocol).stack();
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
    return new StackAt(url).metricsAt(metrics).resettingCacheAt(resetCache).stack();
  }

  private void assertUseless(URI url, String... parts) {
    assertThatThrownBy(() -> RunningStack.start(at(url), MODEL, folder, log()))
        .isInstanceOf(StackException.class)
        .message()
        .startsWith("stack s: ")
        .contains(parts);
  }

  private static Stack at(URI url) {
    return new StackAt(url).stack();
  }
}
