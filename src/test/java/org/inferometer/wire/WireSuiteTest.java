package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inferometer.calibration.AnswerScripts;
import org.inferometer.calibration.ExactScheduleServer;
import org.inferometer.calibration.Question;
import org.inferometer.calibration.Responder;
import org.inferometer.calibration.Script;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client records, whatever the server does: the rows of {@code wire-suite.md}. */
final class WireSuiteTest {
  private static final String DEFAULTS = "ttft=2ms,itl=2ms,tokens=3,";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Labels NO_LABELS =
      new Labels("s", "m", "t", Mode.STREAM, "p=1", "trial", 1, 1, 0, Phase.MEASURED);

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
  }

  static Stream<WireCase> rows() {
    return WireCase.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void recordsExactlyWhatHappened(WireCase row) throws Exception {
    Answers answers = new Answers(row);
    int requests = row.answers().size();
    try (ExactScheduleServer server = ExactScheduleServer.start(0, answers);
        Client client = Client.open(endpoint(row, server), settings(row, requests))) {
      List<RequestRecord> records = send(client, row, requests);

      assertThat(records).extracting(record -> facts(record, row)).containsOnly(row.record());
      assertThat(answers.asked.get())
          .as("requests sent")
          .isEqualTo(row.asks("nobody") ? 0 : requests);
    }
  }

  @Test
  void coversManyCases() {
    assertThat(WireCase.all()).hasSizeGreaterThan(80).doesNotHaveDuplicates();
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

  private static Endpoint endpoint(WireCase row, ExactScheduleServer server) throws IOException {
    URI base = server.uri();
    if (row.asks("nobody")) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        base = URI.create("http://127.0.0.1:" + free.getLocalPort());
      }
    }
    Dialect dialect =
        Dialect.named(
            row.request().stream().filter(Dialect.names()::contains).findFirst().orElseThrow());
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
        plain.ioThreads(),
        plain.spin());
  }

  private static Duration deadline(WireCase row, String prefix) {
    return row.asked(prefix)
        .map(text -> Duration.ofMillis(Long.parseLong(text.replace("ms", ""))))
        .findFirst()
        .orElse(PATIENCE);
  }

  /** A record in the words of the suite, with the reads where the row speaks of them. */
  private static String facts(RequestRecord record, WireCase row) {
    String facts = facts(record, row.record().contains("reads="));
    int open = row.record().indexOf("...");
    return open < 0 ? facts : facts.substring(0, Math.min(open, facts.length())) + "...";
  }

  private static String facts(RequestRecord record, boolean reads) {
    int content = record.events() == null ? 0 : IntStream.of(record.events()).sum();
    return Stream.of(
            lower(record.outcome()),
            lower(record.phaseOfFailure()),
            record.status(),
            named("finish", record.finish()),
            named("tokens", record.outputTokens()),
            named("by", lower(record.tokenSource())),
            named("told", record.eventTokens()),
            named("events", content == 0 ? null : content),
            named("prompt", record.promptTokens()),
            named("cached", record.cachedTokens()),
            reads ? named("reads", contentReads(record)) : null)
        .filter(fact -> fact != null)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static String contentReads(RequestRecord record) {
    return Arrays.stream(record.events())
        .filter(events -> events > 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("+"));
  }

  private static String lower(Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  private static String named(String name, Object value) {
    return value == null ? null : name + "=" + value;
  }
}
