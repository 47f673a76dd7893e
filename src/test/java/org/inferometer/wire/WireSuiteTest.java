package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Question;
import org.inferometer.standard.Responder;
import org.inferometer.standard.Script;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client records, whatever the server does: the rows of {@code wire-suite.md}. */
final class WireSuiteTest {
  private static final String DEFAULTS = "ttft=2ms,itl=2ms,tokens=3,";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Labels NO_LABELS =
      new Labels("s", "m", "t", Mode.STREAM, "p=1", "trial", 1, 1, 0, Phase.MEASURED, 0L);

  /** Gives each request the next of several answers. */
  private static final class Answers implements Responder {
    private final List<AnswerScripts> scripts;
    private final AtomicInteger asked = new AtomicInteger();

    Answers(WireCase row) {
      scripts = row.answers().stream().map(a -> new AnswerScripts(DEFAULTS + a)).toList();
    }

    @Override
    public Script answer(Question question) {
      return scripts.get(asked.getAndIncrement()).answer(question);
    }

    @Override
    public long readPauseNanos() {
      return scripts.get(0).readPauseNanos();
    }

    /** How often it was asked; a busy server reads a request after its client has given it up. */
    int asked(int expected) throws InterruptedException {
      for (int i = 0; asked.get() < expected && i < 1000; i++) {
        Thread.sleep(10);
      }
      return asked.get();
    }
  }

  static Stream<Arguments> rows() {
    return Stream.concat(
        WireCase.all().stream().flatMap(row -> row.ways().stream().map(way -> by(row, way))),
        WireCase.all().stream()
            .flatMap(WireCase::inOtherProtocols)
            .map(row -> by(row, Over.SOCKETS)));
  }

  private static Arguments by(WireCase row, Over way) {
    return arguments(Named.of(row + " over " + way, row), way);
  }

  @Timeout(60)
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void recordsExactlyWhatHappened(WireCase row, Over way) throws Exception {
    if (row.literal()) {
      literally(row, way);
    } else {
      asTheStandardServerAnswers(row, way);
    }
  }

  private static void asTheStandardServerAnswers(WireCase row, Over way) throws Exception {
    Answers answers = new Answers(row);
    try (ExactScheduleServer server = ExactScheduleServer.start(0, answers)) {
      check(row, way, server.uri());
      int expected = row.asks("nobody") ? 0 : row.answers().size();
      assertThat(answers.asked(expected)).as("requests sent").isEqualTo(expected);
    }
  }

  private static void literally(WireCase row, Over way) throws Exception {
    List<LiteralAnswer> answers = row.answers().stream().map(LiteralAnswer::of).toList();
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, head, body) -> {
              answers.get(asked.getAndIncrement()).on(socket);
              return false;
            })) {
      check(row, way, server.url());
      assertThat(server.heads()).as("requests sent").hasSameSizeAs(answers);
    }
  }

  private static void check(WireCase row, Over way, URI server) throws Exception {
    int requests = row.answers().size();
    String expected = row.record(way);
    try (Client client = way.client(endpoint(row, server), settings(row, requests))) {
      if (way.tls() && !row.asks("nobody")) {
        client.connect(requests); // whose handshakes are within none of the row's deadlines
      }
      List<RequestRecord> records = send(client, row, requests);
      assertThat(records)
          .as(() -> "reasons " + records.stream().map(RequestRecord::reason).distinct().toList())
          .extracting(record -> Facts.of(record, expected))
          .containsOnly(expected);
      assertThat(client.inFlight()).isZero();
    }
  }

  @Test
  void coversManyCases() {
    assertThat(WireCase.all()).hasSizeGreaterThan(260).doesNotHaveDuplicates();
  }

  private static List<RequestRecord> send(Client client, WireCase row, int requests)
      throws InterruptedException {
    Mode mode = row.asks("sync") ? Mode.SYNC : Mode.STREAM;
    int length = row.asked("prompt=").mapToInt(Integer::parseInt).findFirst().orElse(10);
    Prompt prompt = new Prompt("p1", "x".repeat(length), null);
    Generation generation = new Generation(null, null, null, 64, null, null, null);
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      exchanges.add(
          client.start(
              client.prepare(prompt, generation, mode, "r" + i), NO_LABELS, Clock.nanos()));
    }
    List<RequestRecord> records = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      exchange.awaitEnd();
      records.add(exchange.record());
    }
    return records;
  }

  private static Endpoint endpoint(WireCase row, URI server) throws IOException {
    URI base = server;
    if (row.asks("nobody")) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        base = URI.create("http://127.0.0.1:" + free.getLocalPort());
      }
    }
    Dialect dialect = Wire.dialect(row.request());
    return new Endpoint(base, row.asks("chat") ? Api.CHAT : Api.COMPLETIONS, dialect, "m", null);
  }

  private static ClientSettings settings(WireCase row, int connections) {
    ClientSettings plain = ClientSettings.forConnections(connections);
    return new ClientSettings(
        connections,
        new Deadlines(
            PATIENCE,
            deadline(row, "head<"),
            deadline(row, "first<"),
            deadline(row, "token<"),
            deadline(row, "total<")),
        row.asked("limit=").mapToLong(Long::parseLong).findFirst().orElse(plain.maxResponseBytes()),
        plain.transport(),
        false);
  }

  private static Duration deadline(WireCase row, String prefix) {
    return row.asked(prefix)
        .map(text -> Duration.ofMillis(Long.parseLong(text.replace("ms", ""))))
        .findFirst()
        .orElse(PATIENCE);
  }
}
