package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.inferometer.record.FailurePhase;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ClientTest {

  @ParameterizedTest
  @EnumSource(Over.class)
  void recordsEveryEventOfAStream(Over way) throws Exception {
    String body = Wire.chunks(Wire.stream(3).toArray(String[]::new)) + "0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, Wire.STREAM_HEAD, body);
        Client client = way.client(server.url(), "vllm")) {
      assertThat(client.connect(1)).isEqualTo(1);
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.reason()).isNull();
      assertThat(record.status()).isEqualTo(200);
      assertThat(record.finish()).isEqualTo("length");
      assertThat(record.promptTokens()).isEqualTo(5);
      assertThat(record.cachedTokens()).isEqualTo(2);
      assertThat(record.outputTokens()).isEqualTo(3);
      assertThat(record.eventTokens()).isEqualTo(3);
      assertThat(record.tokenSource()).isEqualTo(TokenSource.USAGE);
      assertThat(Arrays.stream(record.events()).sum()).isEqualTo(3);
      assertThat(Arrays.stream(record.tokens()).sum()).isEqualTo(3);
      assertThat(Arrays.stream(record.bytes()).sum())
          .isEqualTo(String.join("", Wire.stream(3)).length());
      assertThat(record.connectNanos()).isNull();
      assertThat(record.inFlight()).isEqualTo(1);
      assertThat(record.at()).isSorted();
      assertThat(List.of(record.scheduled(), record.started(), record.at()[0])).isSorted();
      assertThat(record.sent()).isGreaterThanOrEqualTo(record.started());
      assertThat(record.closed()).isGreaterThanOrEqualTo(record.at()[record.at().length - 1]);
      assertThat(client.inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void sendsWhatTheDialectTakes(Over way) throws Exception {
    String answer =
        "{\"choices\":[{\"text\":\"hi\",\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2}}";
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, head + answer);
        Client client = way.client(server.url(), "openai")) {
      RequestRecord record = Wire.ask(client, Mode.SYNC, "r-7");
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.outputTokens()).isEqualTo(2);
      assertThat(record.at()).hasSize(1);
      assertThat(record.at()[0]).isBetween(record.head(), record.closed());
      assertThat(record.events()).containsExactly(1);
      assertThat(record.connectNanos()).isPositive();
      assertThat(server.heads().get(0))
          .startsWith("POST /v1/completions HTTP/1.1\r\n")
          .contains("\r\nHost: 127.0.0.1:" + server.url().getPort() + "\r\n")
          .contains("\r\nX-Request-Id: r-7\r\n")
          .contains("\r\nAccept-Encoding: identity\r\n");
      assertThat(server.bodies().get(0))
          .isEqualTo(
              "{\"model\":\"tiny\",\"prompt\":\"Say \\\"hi\\\", ü\",\"max_tokens\":8,"
                  + "\"temperature\":0.0,\"seed\":7,\"stream\":false}");
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void keepsAConnectionForTheNextRequest(Over way) throws Exception {
    String body = Wire.chunks(Wire.stream(2).toArray(String[]::new)) + "0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, Wire.STREAM_HEAD + body);
        Client client = way.client(server.url(), "vllm")) {
      client.connect(1);
      for (int i = 0; i < 20; i++) {
        assertThat(Wire.ask(client, Mode.STREAM, "r-" + i).outcome()).isEqualTo(Outcome.OK);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void replacesAConnectionThatTheServerClosed() throws Exception {
    String body = Wire.chunks(Wire.stream(2).toArray(String[]::new)) + "0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(false, Wire.STREAM_HEAD + body);
        Client client = Client.open(Wire.endpoint(server.url(), "vllm"), Wire.settings())) {
      assertThat(Wire.ask(client, Mode.STREAM, "r-1").outcome()).isEqualTo(Outcome.OK);
      server.awaitClosed();
      RequestRecord second = Wire.ask(client, Mode.STREAM, "r-2");
      assertThat(second.outcome()).isEqualTo(Outcome.OK);
      assertThat(second.connectNanos()).isPositive();
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void returnsAtTheFirstContent(Over way) throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  List<String> events = Wire.stream(2);
                  ScriptedServer.write(socket, Wire.STREAM_HEAD);
                  ScriptedServer.write(socket, Wire.chunks(": hello\n\n"));
                  ScriptedServer.write(socket, Wire.chunks(events.get(0)));
                  seen.await();
                  ScriptedServer.write(
                      socket, Wire.chunks(events.get(1), events.get(2), events.get(3)));
                  ScriptedServer.write(socket, "0\r\n\r\n");
                  return true;
                });
        Client client = way.client(server.url(), "vllm")) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r-1");
      assertThat(exchange.awaitFirst()).isTrue();
      assertThat(exchange.ended()).isFalse();
      seen.countDown();
      exchange.awaitEnd();
      assertThat(exchange.record().events()).startsWith(1);
      assertThat(exchange.record().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void callsBackOnceAtTheEnd(Over way) throws Exception {
    String body = Wire.chunks(Wire.stream(2).toArray(String[]::new)) + "0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, Wire.STREAM_HEAD + body);
        Client client = way.client(server.url(), "vllm")) {
      CountDownLatch ended = new CountDownLatch(2);
      Exchange first = Wire.start(client, Mode.STREAM, "r-1");
      first.onEnd(
          one -> {
            ended.countDown();
            Wire.start(client, Mode.STREAM, "r-2").onEnd(two -> ended.countDown());
          });
      ended.await();
      assertThat(first.ended()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void namesTheUrlWhereNobodyListens(Over way) throws Exception {
    URI url = nobody();
    try (Client client = way.client(url, "vllm")) {
      assertThatThrownBy(() -> client.connect(3))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot connect to " + way.to(Address.of(url.toString())));
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(record.phaseOfFailure()).isEqualTo(FailurePhase.CONNECT);
      assertThat(record.reason()).contains("refused");
      assertThat(record.status()).isNull();
      assertThat(record.at()).isNull();
      assertThat(record.outputTokens()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void keepsTheServersErrorMessage(Over way) throws Exception {
    String error = "{\"error\":{\"message\":\"queue full\",\"code\":429}}";
    String head =
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: "
            + error.length()
            + "\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, head + error);
        Client client = way.client(server.url(), "vllm")) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.HTTP_ERROR);
      assertThat(record.status()).isEqualTo(429);
      assertThat(record.reason()).isEqualTo("queue full");
      assertThat(server.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void cancelsAndClosesWithoutWaiting(Over way) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, head, body) -> {
              ScriptedServer.write(socket, Wire.STREAM_HEAD + Wire.chunks(Wire.text("a")));
              over.await();
              return false;
            })) {
      Client client = way.client(server.url(), "vllm");
      Exchange cancelled = Wire.start(client, Mode.STREAM, "r-1");
      assertThat(cancelled.awaitFirst()).isTrue();
      cancelled.cancel();
      cancelled.awaitEnd();
      assertThat(cancelled.record().outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(cancelled.record().phaseOfFailure()).isEqualTo(FailurePhase.BETWEEN_TOKENS);
      assertThat(cancelled.record().outputTokens()).isEqualTo(1);
      assertThat(cancelled.record().tokenSource()).isEqualTo(TokenSource.EVENTS);
      Exchange unfinished = Wire.start(client, Mode.STREAM, "r-2");
      client.close();
      unfinished.awaitEnd();
      assertThat(unfinished.record().outcome()).isEqualTo(Outcome.INCOMPLETE);
      over.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void sendsBodiesLargerThanTheSocketTakesAtOnce(Over way) throws Exception {
    String body = Wire.chunks(Wire.stream(1).toArray(String[]::new)) + "0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, Wire.STREAM_HEAD + body);
        Client client = way.client(server.url(), "vllm")) {
      String text = "many words ".repeat(1_000_000);
      Outgoing outgoing =
          client.prepare(
              new org.inferometer.dataset.Prompt("long", text, null),
              Wire.GENERATION,
              Mode.STREAM,
              "r-1");
      Exchange exchange = client.start(outgoing, Wire.labels(Mode.STREAM), 0);
      exchange.awaitEnd();
      RequestRecord record = exchange.record();
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.requestBytes()).isGreaterThan(text.length());
      assertThat(record.sent()).isBetween(record.started(), record.closed());
      assertThat(server.bodies().get(0)).contains(text);
    }
  }

  private static URI nobody() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + taken.getLocalPort());
    }
  }
}
