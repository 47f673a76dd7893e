package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.tenants.TenantRecords.REQUESTS;
import static org.inferometer.result.tenants.TenantRecords.TWO_WAYS;
import static org.inferometer.result.tenants.TenantRecords.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.figure.Bars;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.Point;
import org.inferometer.figure.Series;
import org.inferometer.figure.Words;
import org.inferometer.record.Phase;
import org.inferometer.report.HtmlReport;
import org.inferometer.result.HandMade;
import org.inferometer.result.PointLog;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.TenantRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say of tenants, by records of which it is known. */
class TenantFilesTest {
  @TempDir private Path folder;
  private TenantRecords made;

  @BeforeEach
  void nothingYet() {
    made = new TenantRecords(folder);
  }

  @Test
  void aDoubtSaysInWhichCompanyATenantIsDoubted() throws IOException {
    made.plan(1);
    double[] few = {100, 100, 100};
    made.write("a", TenantRecords.ALONE, 1, 0, few);
    made.write("a", with("b"), 1, 20_000, few);
    Run run = Run.read(made.directory.root());

    assertThat(ConsoleReport.doubts(run))
        .anyMatch(one -> one.startsWith("* suspect: a (s), alone, chat, m, stream"))
        .anyMatch(one -> one.startsWith("* suspect: a (s), with b (p=1), chat, m, stream"));
  }

  @Test
  void theReportHoldsNoTenantAgainstAnotherAndSaysHowTenantsAreMeasured() throws IOException {
    made.write(2, 1.2);
    Run run = Run.read(made.directory.root());

    HtmlReport.write(run, folder.resolve("report.html"));

    assertThat(run.comparisons()).as("though both have one cell when they are alone").isEmpty();
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("Each tenant is held against itself alone, below; none against another.")
        .contains("all of a point are released at one time on the clock")
        .doesNotContain("where tenants name ways of sharing");
  }

  @Test
  void waysOfSharingAreInAllFilesAndFigures() throws IOException {
    made.plan(4, TWO_WAYS);
    for (int repeat = 1; repeat <= 4; repeat++) {
      made.writeWays(repeat, 1, 1.25, 1);
    }
    Run run = Run.read(made.directory.root());

    Tables.write(run);

    assertThat(Files.readString(made.directory.root().resolve("sharing.csv")))
        .contains("processors shared,processors split,a,p=1,b (p=1),p2ft,")
        .contains(",4,true,slower", "processors shared,processors split,b,p=1,nobody,");
    assertThat(Files.readString(made.directory.root().resolve("report.md")))
        .contains("## Ways of sharing", "processors split / processors shared", "slower");
    assertThat(ConsoleReport.of(run))
        .contains("one way of sharing against another", "Servers were started once for each way");
    assertThatTheSummaryIsAsItsSchemaSays();
    JsonNode json =
        new JsonMapper().readTree(made.directory.summaryJson().toFile()).path("sharing");
    assertThat(json).hasSize(4);
    assertThat(json.get(1).at("/comparisons/0/verdict").asText()).isEqualTo("slower");
    assertThat(json.get(1).at("/comparisons/0/base").asText()).isEqualTo("processors shared");
    Bars ofA = chart(run, "p2ft-sharing-a-p1");
    assertThat(ofA.categories()).containsExactly("alone", "with b (p=1)");
    assertThat(ofA.series())
        .extracting(Series::name)
        .containsExactly("processors shared", "processors split");
    Point split = ofA.series().get(1).points().get(1);
    assertThat(split.y()).isCloseTo(150, within(3.0)).isBetween(split.low(), split.high());
    assertThat(ofA.caption().text()).contains("P2FT of a (p=1) by the way");
    assertThat(ofA.caption().note()).contains("with b (p=1): slower").doesNotContain("equivalent");
    Bars ofB = chart(run, "p2ft-sharing-b-p1");
    assertThat(ofB.categories()).containsExactly("alone", "with a (p=1)");
    assertThat(ofB.caption().note()).contains("with a (p=1): equivalent within 5 %");
  }

  @Test
  void theFilesAreThereThatTheEarlierSystemHad() throws IOException {
    made.write(2, 1.2);

    Tables.write(Run.read(made.directory.root()));

    Path own = made.directory.root().resolve("tenants/a").resolve(with("b"));
    List<String> events = Files.readAllLines(own.resolve("events.jsonl"));
    assertThat(events).hasSize(1 + 2 * REQUESTS + 1);
    assertThat(events.get(0)).startsWith("{\"event\":\"run_start\",\"tenant\":\"a\"");
    assertThat(events.get(1)).contains("\"event\":\"iteration\"", "ttft_ms", "tpot_ms");
    assertThat(events.get(events.size() - 1)).contains("\"event\":\"summary\"");
    assertThat(Files.readString(own.resolve("summary.json"))).contains("throughput_tok_per_s");
    assertThat(Files.readString(made.directory.root().resolve("tenants.csv")))
        .contains("a (p=1) + b (p=1),a,p=1,b (p=1),p2ft,");
    assertThat(Files.readString(made.directory.root().resolve("report.md")))
        .contains("## Tenants", "STP", "slower");
    assertThat(Files.readString(made.directory.summaryJson())).contains("\"antt\"", "\"worst\"");
  }

  @Test
  void whoReadsTheEarlierFilesComesToTheSameNumbers() throws IOException {
    made.write(1, 1.2);
    made.append(
        "a",
        with("b"),
        List.of(
            HandMade.answer(
                1, 1, Phase.WARMUP, 19_000, new long[] {19_500, 19_600}, new int[] {1, 1}, 2),
            HandMade.failed(1, 22_000, 22_300)));
    PointLog.Tenant a = new PointLog.Tenant("a", with("b"), 0L, null, null);
    PointLog.Tenant b = new PointLog.Tenant("b", with("a"), 0L, 22_300_000_000L, "killed");
    new PointLog(1, 20_000_000_000L, 20_000_000_000L, 23_000_000_000L, List.of(a, b))
        .append(made.directory.tenants());

    Tables.write(Run.read(made.directory.root()));

    Path own = made.directory.root().resolve("tenants/a").resolve(with("b"));
    JsonNode summary = new JsonMapper().readTree(own.resolve("summary.json").toFile());
    List<JsonNode> measured = new ArrayList<>();
    for (String line : Files.readAllLines(own.resolve("events.jsonl"))) {
      JsonNode event = new JsonMapper().readTree(line);
      if (event.path("event").asText().equals("iteration") && !event.path("warmup").asBoolean()) {
        measured.add(event);
      }
    }
    assertThat(measured).as("asked before b left").hasSize(11);
    assertThat(measured.get(0).path("start_ms").asDouble()).isEqualTo(20_001);
    assertThat(measured).allMatch(one -> one.path("repeat").asInt() == 1);
    assertThat(summary.path("requests").asInt()).isEqualTo(measured.size());
    List<JsonNode> ok = measured.stream().filter(one -> one.path("ok").asBoolean()).toList();
    assertThat(summary.path("failed").asInt()).isEqualTo(measured.size() - ok.size()).isEqualTo(1);
    for (String each : List.of("latency", "ttft", "tpot")) {
      assertThat(summary.path(each + "_avg_ms").asDouble())
          .isCloseTo(
              ok.stream()
                  .mapToDouble(one -> one.path(each + "_ms").asDouble())
                  .average()
                  .getAsDouble(),
              within(1e-6));
    }
    assertThat(ok).allMatch(one -> one.path("tokens").asInt() == 2);
    assertThat(summary.path("ttft_avg_ms").asDouble()).isCloseTo(120, within(10.0));
    assertThat(summary.path("latency_avg_ms").asDouble()).isCloseTo(240, within(20.0));
  }

  @Test
  void aTailIsInAllFiles() throws IOException {
    made.writeTail();

    Tables.write(Run.read(made.directory.root()));

    assertThatTheSummaryIsAsItsSchemaSays();
    assertThat(Files.readString(made.directory.root().resolve("tenants.csv"))).contains(",p99\n");
    assertThat(Files.readString(made.directory.root().resolve("report.md"))).contains("| p99 |");
    assertThat(summary().at("/tenants/0/victims/0/tailSlowdowns/p2ft/value").asDouble())
        .isCloseTo(2, within(0.01));
  }

  @Test
  void energyIsInAllFiles() throws IOException {
    made.write(2, 1.2);
    made.gpu(1, 2);

    Tables.write(Run.read(made.directory.root()));

    assertThatTheSummaryIsAsItsSchemaSays();
    JsonNode set = summary().at("/tenants/0");
    assertThat(
            set.at("/energyPerToken/value").asDouble()
                * set.at("/totalThroughput/value").asDouble())
        .as("watts")
        .isCloseTo(100, within(0.01));
    assertThat(Files.readString(made.directory.root().resolve("report.md"))).contains("J/tok");
  }

  @Test
  void slowdownsAreTheSameInEveryFile() throws IOException {
    made.write(4, 1.2);

    Tables.write(Run.read(made.directory.root()));

    assertThat(TenantTable.slowdowns(Run.read(made.directory.root())).orElseThrow().rows())
        .extracting(row -> row.get(7))
        .containsExactly("0.0 % alone, 100.0 %", "");
    Map<String, String> p2ft = row("tenants.csv", "a", "p2ft");
    assertThat(number(p2ft, "alone")).isCloseTo(100, within(5.0));
    assertThat(number(p2ft, "beside")).isCloseTo(120, within(6.0));
    assertThat(number(p2ft, "slowdown")).isCloseTo(1.2, within(0.02));
    assertThat(number(p2ft, "slowdown_low")).isBetween(1.1, number(p2ft, "slowdown"));
    assertThat(number(p2ft, "slowdown_high")).isBetween(number(p2ft, "slowdown"), 1.3);
    assertThat(p2ft).containsEntry("repeats", "4").containsEntry("verdict", "slower");
    Map<String, String> rate = row("tenants.csv", "a", "token_throughput");
    assertThat(number(rate, "slowdown"))
        .isCloseTo(number(rate, "alone") / number(rate, "beside"), within(0.001))
        .isBetween(number(rate, "slowdown_low"), number(rate, "slowdown_high"));
    JsonNode set = summary().at("/tenants/0");
    JsonNode json = set.at("/victims/0/slowdowns/p2ft");
    assertThat(json.get("confidence").doubleValue()).isBetween(0.95, 0.999);
    assertThat(json.path("value").asDouble()).isCloseTo(number(p2ft, "slowdown"), within(1e-3));
    assertThat(json.path("low").asDouble()).isCloseTo(number(p2ft, "slowdown_low"), within(1e-3));
    assertThat(json.path("high").asDouble()).isCloseTo(number(p2ft, "slowdown_high"), within(1e-3));
    assertThat(set.at("/stp/value").asDouble()).isCloseTo(1 + 1 / 1.2, within(0.03));
    assertThat(set.at("/antt/value").asDouble()).isCloseTo(1.1, within(0.02));
    assertThat(set.at("/fairness/value").asDouble()).isBetween(0.98, 1.0);
    assertThat(set.at("/totalThroughput/value").asDouble())
        .isCloseTo(4 * REQUESTS / (REQUESTS * 0.243), within(1.0));
    assertThat(set.path("worst").asText()).isEqualTo("a");
    assertThat(set.at("/victims/0/violationsAdded/value").asDouble()).isEqualTo(1);
    assertThat(set.at("/victims/1").has("violationsAdded")).as("no targets").isFalse();
  }

  @Test
  void theOtherWayIsHeldAgainstTheFirstInEveryFile() throws IOException {
    made.plan(4, TWO_WAYS);
    for (int repeat = 1; repeat <= 4; repeat++) {
      made.writeWays(repeat, 1, 1.25, 1);
    }

    Tables.write(Run.read(made.directory.root()));

    Map<String, String> row = row("sharing.csv", "b (p=1)", "p2ft");
    assertThat(number(row, "base_value")).isCloseTo(120, within(2.0));
    assertThat(number(row, "other_value")).isCloseTo(150, within(2.0));
    assertThat(number(row, "ratio")).isCloseTo(1.25, within(0.02));
    assertThat(number(row, "ratio")).isBetween(number(row, "ratio_low"), number(row, "ratio_high"));
    JsonNode json = summary().at("/sharing/1/comparisons/0");
    assertThat(json.at("/ratio/value").asDouble()).isCloseTo(number(row, "ratio"), within(1e-3));
    assertThat(json.path("baseValue").asDouble()).isCloseTo(120, within(2.0));
    assertThat(json.path("otherValue").asDouble()).isCloseTo(150, within(2.0));
  }

  private JsonNode summary() throws IOException {
    return new JsonMapper().readTree(made.directory.summaryJson().toFile());
  }

  /** The first row of {@code file} in which both words are values, by its header. */
  private Map<String, String> row(String file, String one, String other) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(made.directory.root().resolve(file)).stream()
            .map(line -> List.of(line.split(",", -1)))
            .toList();
    List<String> values =
        lines.stream()
            .filter(line -> line.contains(one) && line.contains(other))
            .findFirst()
            .orElseThrow();
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      row.put(lines.get(0).get(i), values.get(i));
    }
    return row;
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private void assertThatTheSummaryIsAsItsSchemaSays() throws IOException {
    try (InputStream schema = Tables.class.getResourceAsStream("summary.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(Files.readString(made.directory.summaryJson()), InputFormat.JSON))
          .isEmpty();
    }
  }

  private static Bars chart(Run run, String name) {
    return (Bars)
        Catalogue.of(run, Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals(name))
            .findFirst()
            .orElseThrow();
  }
}
