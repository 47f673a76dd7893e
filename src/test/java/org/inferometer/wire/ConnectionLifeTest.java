package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.FailurePhase;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a connection, and of a request, when the server does not keep to its turn. */
@Timeout(60)
class ConnectionLifeTest {
  private static final String ANSWER =
      Wire.STREAM_HEAD + Wire.chunks(Wire.stream(2).toArray(String[]::new)) + "0\r\n\r\n";
  private static final String TOO_LARGE =
      "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nConnection: close\r\n"
          + "Content-Length: 35\r\n\r\n{\"error\":{\"message\":\"too large..\"}}";
  private static final int LONG_PROMPT = 500_000;
  private static final int ENDLESS_PROMPT = 30_000_000;

  @ParameterizedTest
  @EnumSource(Over.class)
  void anAnswerBeforeTheRequestIsSentCounts(Over way) throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.hasty(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, TOO_LARGE);
                  answered.await();
                  return false;
                });
        Client client = open(server, way)) {
      RequestRecord record = upload(client, ENDLESS_PROMPT);
      answered.countDown();
      assertThat(record.outcome()).isEqualTo(Outcome.HTTP_ERROR);
      assertThat(record.status()).isEqualTo(413);
      assertThat(record.reason()).isEqualTo("too large..");
      assertThat(record.sent()).isNull();
      assertThat(server.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void anAnswerCountsEvenWhenTheServerThenLeaves(Over way) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.hasty(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, TOO_LARGE);
                  socket.shutdownOutput();
                  drain(socket, LONG_PROMPT / 2);
                  return false;
                });
        Client client = open(server, way)) {
      for (int i = 0; i < 20; i++) {
        RequestRecord record = upload(client, LONG_PROMPT);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.HTTP_ERROR);
        assertThat(record.status()).isEqualTo(413);
      }
      assertThat(server.heads()).hasSize(20);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aConnectionLostWhileSendingIsAReset(Over way) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.hasty(
                (socket, head, body) -> {
                  drain(socket, 100_000);
                  return false;
                });
        Client client = open(server, way)) {
      RequestRecord record = upload(client, ENDLESS_PROMPT);
      assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.RESET);
      assertThat(record.phaseOfFailure()).isEqualTo(FailurePhase.BEFORE_HEAD);
      assertThat(record.status()).isNull();
      assertThat(record.sent()).isNull();
      assertThat(server.heads()).hasSize(1);
      assertThat(client.inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aConnectionThatTheServerClosesWithoutAWordIsReplaced(Over way) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(false, ANSWER);
        Client client = open(server, way)) {
      for (int i = 1; i <= 20; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
        assertThat(record.connectNanos()).isPositive();
        server.awaitClosed();
        Thread.sleep(20);
      }
      assertThat(server.heads()).hasSize(20);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void connectionsThatTheServerClosesWhileRequestsStartStopNobody(Over way) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(false, ANSWER);
        Client client = open(server, way)) {
      for (int i = 1; i <= 3000; i++) {
        Exchange exchange = Wire.start(client, Mode.STREAM, "r-" + i);
        exchange.awaitEnd();
        assertThat(exchange.record().outcome()).isIn(Outcome.OK, Outcome.RESET);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aConnectionThatTheServerSaysItClosesIsNotUsedAgain(Over way) throws Exception {
    String closing =
        ANSWER.replaceFirst("\r\n", "\r\nConnection: close\r\nConnection: keep-alive\r\n");
    try (ScriptedServer server = ScriptedServer.answering(true, closing);
        Client client = open(server, way)) {
      for (int i = 1; i <= 20; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
        assertThat(server.connections()).isEqualTo(i);
      }
    }
  }

  /** Nothing is repeated: the server may have read the request. */
  @ParameterizedTest
  @EnumSource(Over.class)
  void whereTheServerClosesRightAfterItsAnswersOnlyTheFirstIsSentIntoAClosingOne(Over way)
      throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, ANSWER);
                  Thread.sleep(30);
                  return false;
                });
        Client client = open(server, way)) {
      int lost = 0;
      for (int i = 1; i <= 20; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        lost += record.outcome() == Outcome.OK ? 0 : 1;
      }
      assertThat(lost).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void whereTheServerClosesWhatLaysIdleLongOthersAreKeptAllTheSame(Over way) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, ANSWER);
                  boolean first = asked.incrementAndGet() == 1;
                  Thread.sleep(first ? 1500 : 0);
                  return !first;
                });
        Client client = open(server, way)) {
      Wire.ask(client, Mode.STREAM, "r-1");
      server.awaitClosed();
      Thread.sleep(20);
      for (int i = 2; i <= 5; i++) {
        assertThat(Wire.ask(client, Mode.STREAM, "r-" + i).outcome()).isEqualTo(Outcome.OK);
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aConnectionClosedAtTheMomentOfSendingIsAReset(Over way) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  if (asked.incrementAndGet() > 1) {
                    return false;
                  }
                  ScriptedServer.write(socket, ANSWER);
                  return true;
                });
        Client client = open(server, way)) {
      assertThat(Wire.ask(client, Mode.STREAM, "r-1").outcome()).isEqualTo(Outcome.OK);
      RequestRecord second = Wire.ask(client, Mode.STREAM, "r-2");
      assertThat(second.outcome()).isEqualTo(Outcome.RESET);
      assertThat(second.phaseOfFailure()).isEqualTo(FailurePhase.BEFORE_HEAD);
      assertThat(second.reason()).startsWith("connection lost before the answer: ");
      assertThat(second.connectNanos()).isNull();
      assertThat(server.heads()).hasSize(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** HttpComponents may take them for a fault of the next request, but not for its answer. */
  @ParameterizedTest
  @EnumSource(Over.class)
  void bytesThatNobodyAskedForDoNotAnswerTheNextRequest(Over way) throws Exception {
    String surplus = "HTTP/1.1 500 Surplus\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, ANSWER + surplus);
        Client client = open(server, way)) {
      for (int i = 1; i <= 20; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.status()).isNotEqualTo(Integer.valueOf(500));
        if (way.transport() == Transport.SOCKETS) {
          assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
        }
      }
      assertThat(server.heads()).hasSizeLessThanOrEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void bytesThatComeWhileNothingIsAskedEndTheConnection(Over way) throws Exception {
    Semaphore idle = new Semaphore(0);
    Semaphore written = new Semaphore(0);
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, ANSWER);
                  idle.acquire();
                  ScriptedServer.write(
                      socket, "HTTP/1.1 408 Too Late\r\nContent-Length: 0\r\n\r\n");
                  written.release();
                  return true;
                });
        Client client = open(server, way)) {
      for (int i = 1; i <= 5; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
        idle.release();
        written.acquire();
        Thread.sleep(20);
      }
      assertThat(server.connections()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void http10KeepsAConnectionWhenItSaysSo(Over way) throws Exception {
    String body = String.join("", Wire.stream(2));
    String answer =
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(true, answer + body);
        Client client = open(server, way)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(Wire.ask(client, Mode.STREAM, "r-" + i).outcome()).isEqualTo(Outcome.OK);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void whatIsCancelledOrTooLateIsHungUpOn(Over way) throws Exception {
    Deadlines deadlines =
        new Deadlines(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofSeconds(20));
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, Wire.STREAM_HEAD + Wire.chunks(Wire.text("a")));
                  return socket.getInputStream().read() >= 0;
                });
        Client client =
            way.client(Wire.endpoint(server.url(), "vllm"), Wire.settings().with(deadlines))) {
      Exchange cancelled = Wire.start(client, Mode.STREAM, "r-1");
      assertThat(cancelled.awaitFirst()).isTrue();
      cancelled.cancel();
      server.awaitClosed();
      Exchange late = Wire.start(client, Mode.STREAM, "r-2");
      late.awaitEnd();
      assertThat(late.record().outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(late.endedNanos() - late.record().started())
          .as("nanoseconds; the other deadlines are at 20 s")
          .isLessThan(Duration.ofSeconds(10).toNanos());
      server.awaitClosed();
    }
  }

  /** Each either ends or is refused; nobody waits for ever. */
  @ParameterizedTest
  @EnumSource(Over.class)
  void closingAClientLeavesNobodyWaitingWhoStartsMeanwhile(Over way) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(false, ANSWER)) {
      for (int i = 0; i < 100; i++) {
        Client client = open(server, way);
        CountDownLatch begun = new CountDownLatch(2);
        Thread closing =
            new Thread(
                () -> {
                  begun.countDown();
                  client.close();
                });
        closing.start();
        begun.countDown();
        begun.await();
        try {
          while (true) {
            Exchange exchange = Wire.start(client, Mode.STREAM, "r");
            exchange.awaitEnd();
            assertThat(exchange.record().outcome())
                .isIn(Outcome.OK, Outcome.INCOMPLETE, Outcome.RESET, Outcome.REFUSED);
          }
        } catch (IllegalStateException e) {
          assertThat(e).hasMessageContaining("closed");
        }
        closing.join();
        assertThat(client.inFlight()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void anActionThatFailsDisturbsNobody(Over way) throws Exception {
    Semaphore heard = new Semaphore(0);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> heard.release());
    try (ScriptedServer server = ScriptedServer.answering(true, ANSWER);
        Client client = open(server, way)) {
      for (int i = 1; i <= 3; i++) {
        CountDownLatch called = new CountDownLatch(1);
        Exchange exchange = Wire.start(client, Mode.STREAM, "r-" + i);
        try {
          exchange.onEnd(
              ended -> {
                called.countDown();
                throw new IllegalStateException("an action that fails, on purpose");
              });
        } catch (IllegalStateException e) {
          // It had ended already: the caller's own thread hears of it.
          heard.release();
        }
        called.await();
        exchange.awaitEnd();
        assertThat(exchange.record().outcome()).isEqualTo(Outcome.OK);
      }
      assertThat(server.connections()).isEqualTo(1);
      heard.acquire(3);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static Client open(ScriptedServer server, Over way) {
    return way.client(server.url(), "vllm");
  }

  private static RequestRecord upload(Client client, int length) throws InterruptedException {
    Outgoing outgoing =
        client.prepare(
            new Prompt("long", "x".repeat(length), null), Wire.GENERATION, Mode.STREAM, "r");
    Exchange exchange = client.start(outgoing, Wire.labels(Mode.STREAM), 0);
    exchange.awaitEnd();
    return exchange.record();
  }

  private static void drain(Socket socket, int bytes) throws Exception {
    InputStream in = socket.getInputStream();
    in.skipNBytes(bytes);
  }
}
