package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.GapsOf;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of real servers' kinds, kept in folders: the rows of each {@code cases/NAME/case.md}. */
final class KeptCasesTest {
  private static final Path CASES = Path.of("src", "test", "resources", "cases");

  /** A row of a case: what is asked, and what the record and its metrics say. */
  private record Row(Path folder, List<String> request, String record, String metrics) {
    Mode mode() {
      return request.contains("sync") ? Mode.SYNC : Mode.STREAM;
    }

    KeptAnswer answer() {
      return KeptAnswer.of(folder.resolve(mode() == Mode.SYNC ? "sync.json" : "stream.txt"));
    }

    Endpoint endpoint(URI base) {
      Api api = request.contains("chat") ? Api.CHAT : Api.COMPLETIONS;
      return new Endpoint(base, api, Wire.dialect(request), "m", null);
    }
  }

  static Stream<Arguments> rows() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(KeptCasesTest::rows)
          .map(row -> arguments(Named.of(row.folder.getFileName() + " " + row.request, row)))
          .toList()
          .stream();
    }
  }

  private static Stream<Row> rows(Path folder) {
    try {
      return Files.readAllLines(folder.resolve("case.md")).stream()
          .filter(line -> line.matches("\\| (stream|sync) .*"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .map(cell -> new Row(folder, List.of(cell.get(1).split(" ")), cell.get(2), cell.get(3)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Timeout(60)
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isRecordedAsItsPageSays(Row row) throws Exception {
    KeptAnswer answer = row.answer();
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, head, body) -> {
              answer.on(socket);
              return false;
            })) {
      for (Over way : Over.values()) {
        try (Client client = way.client(row.endpoint(server.url()), Wire.settings())) {
          RequestRecord record = Wire.ask(client, row.mode(), "r");
          assertThat(Facts.of(record, row.record)).as("%s", record.reason()).isEqualTo(row.record);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void hasTheMetricsThatItsPageSays(Row row) {
    Endpoint endpoint = row.endpoint(URI.create("http://127.0.0.1:1"));
    Outgoing outgoing =
        new RequestEncoder(endpoint)
            .encode(new Prompt("p", "x", null), Wire.GENERATION, row.mode(), "r");
    RequestRecord record = row.answer().record(endpoint, outgoing);
    for (String expected : row.metrics.split(" +")) {
      assertThat(expected.isEmpty() ? "" : metric(record, expected.replaceFirst("=.*", "")))
          .isEqualTo(expected);
    }
  }

  private static String metric(RequestRecord record, String name) {
    double[] gaps = GapsOf.tokens(record);
    double nanos =
        switch (name) {
          case "p2ft" -> RequestMetrics.p2ft(record);
          case "latency" -> RequestMetrics.totalLatency(record);
          case "tpot" -> RequestMetrics.tpot(record);
          case "itl" -> gaps.length == 0 ? Double.NaN : Arrays.stream(gaps).average().orElseThrow();
          case "decode" -> RequestMetrics.decodeSpeed(record);
          default -> throw new IllegalArgumentException("unknown metric " + name);
        };
    boolean rate = name.equals("decode");
    return name
        + "="
        + (Double.isNaN(nanos)
            ? "-"
            : String.format(Locale.ROOT, rate ? "%.0f/s" : "%.1fms", rate ? nanos : nanos / 1e6));
  }
}
