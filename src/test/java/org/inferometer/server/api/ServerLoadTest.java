package org.inferometer.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.inferometer.server.Scheduler;
import org.inferometer.server.ScriptedModel;
import org.inferometer.server.ServedModel;
import org.inferometer.server.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does with clients that are many, gone or strangers. */
@Timeout(60)
class ServerLoadTest {
  private static final String COMPLETIONS = "/v1/completions";
  private static final String LONG =
      "{'prompt':'x','max_tokens':1000,'ignore_eos':true,'stream':%s}";
  private static final String ABORTED =
      "request_success_total{model_name=\"tiny\",finished_reason=\"abort\"} 1";
  private static final String RUNNING = "num_requests_running{model_name=\"tiny\"} ";
  private static final String WAITING = "num_requests_waiting{model_name=\"tiny\"} ";

  @Test
  void answersTooManyRequestsWithALaterTime() throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 1, null)) {
      String request = "{'prompt':'x','max_tokens':2}";
      CompletableFuture<HttpResponse<String>> first = server.postAsync(COMPLETIONS, request);
      server.awaitMetric(RUNNING + 1);
      CompletableFuture<HttpResponse<String>> second = server.postAsync(COMPLETIONS, request);
      server.awaitMetric(WAITING + 1);

      HttpResponse<String> refused = server.post(COMPLETIONS, request);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(server.json(refused.body()).get("error").get("type").asText())
          .isEqualTo("RateLimitError");

      engine.freely();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(second.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stopsGeneratingForAStreamingClientThatIsGone() throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null)) {
      try (Socket socket = server.open(COMPLETIONS, LONG.formatted(true))) {
        engine.steps.release(3);
        readUntil(socket, "data: ");
      }
      stepUntilAborted(engine, server);
      server.awaitMetric(RUNNING + 0);
    }
  }

  /** Steps must not run out before the server has seen that the client is gone. */
  private static void stepUntilAborted(ScriptedModel engine, TestServer server) throws Exception {
    for (int i = 0; i < 300; i++) {
      if (server.get("/metrics").body().contains(ABORTED)) {
        return;
      }
      engine.steps.release();
      Thread.sleep(20);
    }
    server.awaitMetric(ABORTED);
  }

  @Test
  void stopsGeneratingForAWaitingClientThatIsGone() throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null)) {
      try (Socket socket = server.open(COMPLETIONS, LONG.formatted(false))) {
        server.awaitMetric(RUNNING + 1);
        assertThat(socket.isConnected()).isTrue();
      }
      stepUntilAborted(engine, server);
    } finally {
      engine.freely();
    }
  }

  @Test
  void stopsGeneratingForAStreamingClientThatIsGoneBeforeTheFirstToken() throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null)) {
      CompletableFuture<HttpResponse<String>> first =
          server.postAsync(COMPLETIONS, LONG.formatted(false));
      server.awaitMetric(RUNNING + 1);
      try (Socket socket = server.open(COMPLETIONS, LONG.formatted(true))) {
        server.awaitMetric(WAITING + 1);
        assertThat(socket.isConnected()).isTrue();
      }
      server.awaitMetric(WAITING + 1);
      // The queue is looked through between the steps of who is ahead in it.
      stepUntilAborted(engine, server);
      server.awaitMetric(RUNNING + 1);
      server.awaitMetric(WAITING + 0);
      engine.freely();
      assertThat(first.get().statusCode()).isEqualTo(200);
    } finally {
      engine.freely();
    }
  }

  /** As {@code nc -N} does, and some clients of HTTP/1.0. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersAClientThatHasSaidAllAndListens(boolean stream) throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null);
        Socket socket =
            server.open(
                COMPLETIONS,
                "{'prompt':'x','max_tokens':4,'ignore_eos':true,'stream':" + stream + "}")) {
      socket.shutdownOutput();
      server.awaitMetric(RUNNING + 1);
      // Long enough for the server to look several times.
      Thread.sleep(1000);
      engine.freely();

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"finish_reason\":\"length\"");
      server.awaitMetric(ABORTED.replace("\"} 1", "\"} 0"));
      if (!stream) {
        String json = answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
        assertThat(server.json(json).get("usage").get("completion_tokens").asInt()).isEqualTo(4);
      }
    }
  }

  @Test
  void wantsTheKeyForEverythingButHealth() throws Exception {
    ScriptedModel engine = TestModels.saying("text").freely();
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, "k-1")) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
      HttpResponse<String> refused = server.post(COMPLETIONS, "{'prompt':'x'}");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      for (var expected : Map.of("Bearer k-1", 200, "Bearer k-2", 401, "k-1", 401).entrySet()) {
        HttpResponse<String> response =
            server.send(
                server
                    .request(COMPLETIONS)
                    .header("Authorization", expected.getKey())
                    .POST(BodyPublishers.ofString("{\"prompt\":\"x\"}"))
                    .build());
        assertThat(response.statusCode()).isEqualTo(expected.getValue());
      }
    }
  }

  @Test
  void refusesChatWithoutATemplate() throws Exception {
    ServedModel model = TestModels.with(TestModels.saying("text").freely());
    ServedModel plain =
        new ServedModel(
            model.name(),
            model.directory(),
            model.engine(),
            model.tokenizer(),
            null,
            model.defaults(),
            model.endTokens(),
            model.contextLength());
    try (TestServer server = new TestServer(plain, Scheduler.FIFO, 9, null)) {
      HttpResponse<String> response =
          server.post("/v1/chat/completions", "{'messages':[{'role':'user','content':'x'}]}");

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("no chat template");
    }
  }

  @Test
  void sendsTextOnlyInWholeCharacters() throws Exception {
    ScriptedModel engine = TestModels.saying("a🙂東京").freely();
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null)) {
      var events =
          server.events(
              COMPLETIONS, "{'prompt':'x','max_tokens':11,'temperature':0,'stream':true}");

      assertThat(events).hasSize(12);
      assertThat(events.subList(0, 11))
          .extracting(event -> event.get("choices").get(0).get("text").asText())
          .containsSubsequence("a", "", "🙂", "", "東", "", "京")
          .noneMatch(text -> text.contains("\uFFFD"));
    }
  }

  @Test
  void drainsWhatRunsAndRefusesTheRest() throws Exception {
    ScriptedModel engine = TestModels.saying("text");
    try (TestServer server = new TestServer(TestModels.with(engine), Scheduler.FIFO, 9, null)) {
      CompletableFuture<HttpResponse<String>> running =
          server.postAsync(COMPLETIONS, "{'prompt':'x','max_tokens':3}");
      engine.begun.acquire();
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return server.server.drain(Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      HttpResponse<String> answer;
      do {
        answer = server.get("/health");
      } while (answer.statusCode() == 200);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(server.post(COMPLETIONS, "{'prompt':'x'}").statusCode()).isEqualTo(503);

      engine.freely();
      assertThat(running.get().statusCode()).isEqualTo(200);
      assertThat(drained.get()).isTrue();
    }
  }

  private static void readUntil(Socket socket, String text) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int c = in.read();
      assertThat(c).as("the answer goes on after " + read).isNotNegative();
      read.append((char) c);
    }
  }
}
