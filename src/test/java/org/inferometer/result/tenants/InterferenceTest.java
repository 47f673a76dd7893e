package org.inferometer.result.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inferometer.figure.Bars;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.ChartSpec;
import org.inferometer.figure.HeatMap;
import org.inferometer.figure.Lines;
import org.inferometer.figure.Point;
import org.inferometer.figure.Series;
import org.inferometer.figure.Words;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.ConsoleReport;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Estimate;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.PointLog;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenarios;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of tenants, by records of which it is known. */
class InterferenceTest {
  private static final String SCENARIO =
      """
      name: tenants
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { s: { launch: { inferometer: [] } } }
      tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 64 } } }
      tenants:
        - { name: a, stack: s, task: chat, load: { closed: 1 }, slo: { p2ft: 110ms } }
        - { name: b, stack: s, task: chat, %s
      measure: { %srepeats: %d }
      """;

  private static final String ALONE = "complete-m-chat-stream-p1-alone";
  private static final int REQUESTS = 12;

  @TempDir private Path folder;
  private RunDirectory directory;
  private final Random random = new Random(1);

  @BeforeEach
  void makeDirectory() {
    directory = new RunDirectory(folder.resolve("run"));
  }

  private void plan(int repeats) throws IOException {
    plan(repeats, "load: { closed: 1 } }");
  }

  private void plan(int repeats, String loadOfB) throws IOException {
    plan(repeats, loadOfB, "");
  }

  private void plan(int repeats, String loadOfB, String measure) throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    Path file =
        Files.writeString(folder.resolve("t.yaml"), SCENARIO.formatted(loadOfB, measure, repeats));
    Files.createDirectories(directory.root());
    Plan.of(Scenarios.read(file, Map.of())).write(directory.plan());
  }

  /** Requests of a slot, one after the other, about {@code p2ft} to the first of two tokens. */
  private void write(String stack, String trial, int repeat, long begin, double p2ft) {
    double[] all = new double[REQUESTS];
    Arrays.setAll(all, i -> p2ft * (1 + random.nextGaussian() * 0.01));
    write(stack, trial, repeat, begin, all);
  }

  /** The same with a time for each. */
  private void write(String stack, String trial, int repeat, long begin, double[] p2ft) {
    List<RequestRecord> all = new ArrayList<>();
    long at = begin;
    for (double one : p2ft) {
      long first = Math.round(one);
      all.add(HandMade.ok(repeat, at + 1, at + 1 + first, at + 1 + 2 * first));
      at += 3 + 2 * first;
    }
    append(stack, trial, all);
  }

  private void append(String stack, String trial, List<RequestRecord> records) {
    try {
      Path file = Files.createTempFile(folder, "record", ".jsonl");
      try (RecordWriter out = RecordWriter.append(file)) {
        records.forEach(out::write);
      }
      Path to = directory.requests(stack, trial);
      Files.createDirectories(to.getParent());
      Files.writeString(
          to,
          Files.readString(file)
              .replace("\"stack\":\"a\"", "\"stack\":\"" + stack + "\"")
              .replace("\"trial\":\"trial\"", "\"trial\":\"" + trial + "\""),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String with(String neighbour) {
    return "complete-m-chat-stream-p1-with-" + neighbour + "-p1";
  }

  private void write(int repeats, double slowdownOfA) throws IOException {
    plan(repeats);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      double drift = 1 + random.nextGaussian() * 0.02;
      write("a", ALONE, repeat, 0, 100 * drift);
      write("b", ALONE, repeat, 10_000, 50 * drift);
      write("a", with("b"), repeat, 20_000, 100 * drift * slowdownOfA);
      write("b", with("a"), repeat, 20_000, 50 * drift);
    }
  }

  private Together together() {
    List<Together> sets = Interference.of(Run.read(directory.root()));
    assertThat(sets).hasSize(1);
    return sets.get(0);
  }

  @Test
  void eachWayOfSharingIsHeldAgainstTheTenantAloneInTheSameWay() throws IOException {
    plan(3, "load: { closed: 1 } }\nsharing: [processors: shared, processors: split]");
    for (int repeat = 1; repeat <= 3; repeat++) {
      for (boolean split : new boolean[] {false, true}) {
        String way = split ? "-processors-split" : "-processors-shared";
        double alone = split ? 200 : 100;
        write("a", ALONE + way, repeat, 0, alone);
        write("b", ALONE + way, repeat, 10_000, alone);
        write("a", with("b") + way, repeat, 20_000, split ? alone : 1.5 * alone);
        write("b", with("a") + way, repeat, 20_000, alone);
      }
    }

    List<Together> sets = Interference.of(Run.read(directory.root()));

    assertThat(sets)
        .extracting(Together::name)
        .containsExactly(
            "a (p=1) + b (p=1), processors shared", "a (p=1) + b (p=1), processors split");
    assertThat(sets.get(0).victims().get(0).slowdown(Metric.P2FT).value())
        .isCloseTo(1.5, within(0.05));
    assertThat(sets.get(1).victims().get(0).slowdown(Metric.P2FT).value())
        .isCloseTo(1, within(0.05));
    assertThat(sets.get(1).victims().get(0).name()).isEqualTo("a (p=1), processors split");
  }

  private void assertThatTheSummaryIsAsItsSchemaSays() throws IOException {
    try (InputStream schema = Tables.class.getResourceAsStream("summary.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(Files.readString(directory.summaryJson()), InputFormat.JSON))
          .isEmpty();
    }
  }

  private static final String TWO_WAYS =
      "load: { closed: 1 } }\nsharing: [processors: shared, processors: split]";

  /** A tenant alone and beside the other in both ways; split it is so many times slower. */
  private void writeWays(int repeat, double drift, double ofA, double ofB) {
    long at = 100_000L * repeat;
    for (boolean split : new boolean[] {false, true}) {
      String way = split ? "-processors-split" : "-processors-shared";
      write("a", ALONE + way, repeat, at, 100 * drift);
      write("b", ALONE + way, repeat, at + 10_000, 100 * drift);
      write("a", with("b") + way, repeat, at + 20_000, 120 * drift * (split ? ofA : 1));
      write("b", with("a") + way, repeat, at + 20_000, 120 * drift * (split ? ofB : 1));
    }
  }

  @Test
  void aTenantInOneWayOfSharingIsHeldAgainstItselfInAnother() throws IOException {
    plan(4, TWO_WAYS);
    for (int repeat = 1; repeat <= 4; repeat++) {
      writeWays(repeat, 1, 1.25, 1);
    }
    Run run = Run.read(directory.root());

    List<TwoWays> all = TwoWays.of(run);

    assertThat(all)
        .extracting(one -> one.of().name() + one.of().neighbours())
        .containsExactly("a (p=1)[]", "a (p=1)[b (p=1)]", "b (p=1)[]", "b (p=1)[a (p=1)]");
    assertThat(all).allMatch(one -> one.name().equals("processors split / processors shared"));
    Comparison a = all.get(1).comparison(Metric.P2FT).orElseThrow();
    assertThat(a.declared()).isTrue();
    assertThat(a.paired()).as("one launch of each way").isFalse();
    assertThat(a.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(a.ratio().value()).isCloseTo(1.25, within(0.02));
    assertThat(a.ratio().low()).isLessThan(1.25);
    assertThat(a.ratio().high()).isGreaterThan(1.24);
    Comparison b = all.get(3).comparison(Metric.P2FT).orElseThrow();
    assertThat(b.equivalent()).isTrue();
    assertThat(all.get(3).comparison(Metric.TOKEN_THROUGHPUT).orElseThrow().declared()).isFalse();
    assertThat(all.get(0).comparisons()).isNotEmpty().noneMatch(Comparison::declared);
    assertThat(b.adjustedP()).isBetween(a.adjustedP(), 1.0);
  }

  @Test
  void launchesOfTwoWaysAreComparedOneByOne() throws IOException {
    plan(1, TWO_WAYS, "launches: 4, ");
    double[] drift = {1, 1.5, 2.2, 0.7};
    for (int launch = 1; launch <= 4; launch++) {
      writeWays(launch, drift[launch - 1], 1.1, 1);
    }

    Comparison a =
        TwoWays.of(Run.read(directory.root())).get(1).comparison(Metric.P2FT).orElseThrow();

    assertThat(a.paired()).isTrue();
    assertThat(a.repeats()).isEqualTo(4);
    assertThat(a.verdict()).as("under a drift that is much larger").isEqualTo(Verdict.SLOWER);
    assertThat(a.ratio().value()).isCloseTo(1.1, within(0.03));
  }

  @Test
  void waysOfSharingAreInAllFilesAndFigures() throws IOException {
    plan(4, TWO_WAYS);
    for (int repeat = 1; repeat <= 4; repeat++) {
      writeWays(repeat, 1, 1.25, 1);
    }
    Run run = Run.read(directory.root());

    Tables.write(run);

    assertThat(Files.readString(directory.root().resolve("sharing.csv")))
        .contains("processors shared,processors split,a,p=1,b (p=1),p2ft,")
        .contains(",4,true,slower", "processors shared,processors split,b,p=1,nobody,");
    assertThat(Files.readString(directory.root().resolve("report.md")))
        .contains("## Ways of sharing", "processors split / processors shared", "slower");
    assertThat(ConsoleReport.of(run))
        .contains("one way of sharing against another", "Servers were started once for each way");
    assertThatTheSummaryIsAsItsSchemaSays();
    JsonNode json = new JsonMapper().readTree(directory.summaryJson().toFile()).path("sharing");
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

  private static Bars chart(Run run, String name) {
    return (Bars)
        Catalogue.of(run, Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aTenantThatIsSlowedByAFifthIsFoundAndTheOtherIsNot() throws IOException {
    write(6, 1.2);

    Together set = together();

    Victim a = set.victims().get(0);
    Victim b = set.victims().get(1);
    assertThat(a.headline().orElseThrow().verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(a.slowdown(Metric.P2FT).low()).isGreaterThan(1).isLessThan(1.21);
    assertThat(a.slowdown(Metric.P2FT).value()).isCloseTo(1.2, within(0.02));
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).value()).isCloseTo(1.2, within(0.02));
    Estimate rate = a.comparison(Metric.TOKEN_THROUGHPUT).orElseThrow().ratio();
    assertThat(rate.value()).isLessThan(1);
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).low()).isCloseTo(1 / rate.high(), within(1e-9));
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).high()).isCloseTo(1 / rate.low(), within(1e-9));
    assertThat(b.slowdown(Metric.P2FT).low()).isLessThan(1.01);
    assertThat(b.slowdown(Metric.P2FT).high()).isGreaterThan(0.99);
    assertThat(b.headline().orElseThrow().equivalent()).isTrue();
    assertThat(set.worst()).contains(a);
    assertThat(set.systemThroughput().value()).isCloseTo(1 / 1.2 + 1, within(0.02));
    assertThat(set.turnaround().value()).isCloseTo(1.1, within(0.02));
    assertThat(set.fairness().value()).isCloseTo(0.9918, within(0.003));
    assertThat(set.fairness().high()).isBetween(set.fairness().value(), 1.0);
  }

  @Test
  void violationsAddedAreThoseBesideTheNeighboursLessThoseAlone() throws IOException {
    plan(2);
    for (int repeat = 1; repeat <= 2; repeat++) {
      double[] alone = new double[REQUESTS];
      Arrays.fill(alone, 100);
      alone[0] = 120;
      double[] beside = alone.clone();
      Arrays.fill(beside, 0, 3 + repeat, 120);
      write("a", ALONE, repeat, 1_000, alone);
      write("b", ALONE, repeat, 10_000, 50);
      write("a", with("b"), repeat, 20_000, beside);
      write("b", with("a"), repeat, 20_000, 50);
    }

    Estimate added = together().victims().get(0).violationsAdded();

    assertThat(added.byRepeat().get(1)).as("4 of 12 less 1").isCloseTo(3 / 12.0, within(1e-9));
    assertThat(added.byRepeat().get(2)).as("5 of 12 less 1").isCloseTo(4 / 12.0, within(1e-9));
    assertThat(added.value()).isCloseTo(3.5 / 12, within(1e-9));
    assertThat(added.low()).isLessThan(0);
    assertThat(added.interval()).isEqualTo(Estimate.Interval.STUDENT_T);
  }

  @Test
  void theFilesAreThereThatTheEarlierSystemHad() throws IOException {
    write(2, 1.2);

    Tables.write(Run.read(directory.root()));

    Path own = directory.root().resolve("tenants/a").resolve(with("b"));
    List<String> events = Files.readAllLines(own.resolve("events.jsonl"));
    assertThat(events).hasSize(1 + 2 * REQUESTS + 1);
    assertThat(events.get(0)).startsWith("{\"event\":\"run_start\",\"tenant\":\"a\"");
    assertThat(events.get(1)).contains("\"event\":\"iteration\"", "ttft_ms", "tpot_ms");
    assertThat(events.get(events.size() - 1)).contains("\"event\":\"summary\"");
    assertThat(Files.readString(own.resolve("summary.json"))).contains("throughput_tok_per_s");
    assertThat(Files.readString(directory.root().resolve("tenants.csv")))
        .contains("a (p=1) + b (p=1),a,p=1,b (p=1),p2ft,");
    assertThat(Files.readString(directory.root().resolve("report.md")))
        .contains("## Tenants", "STP", "slower");
    assertThat(Files.readString(directory.summaryJson())).contains("\"antt\"", "\"worst\"");
  }

  @Test
  void figuresShowWhoSlowsWhomDown() throws IOException {
    write(2, 1.2);

    List<ChartSpec> charts = Catalogue.of(Run.read(directory.root()), Words.ENGLISH);

    assertThat(charts)
        .extracting(one -> one.caption().name())
        .contains("slowdown-matrix", "p2ft-alone-together", "tpot-alone-together", "tenants-time");
    HeatMap matrix =
        (HeatMap)
            charts.stream()
                .filter(one -> one.caption().name().equals("slowdown-matrix"))
                .findFirst()
                .orElseThrow();
    assertThat(matrix.rows()).containsExactly("a (p=1)", "b (p=1)");
    assertThat(matrix.columns()).containsExactly("b (p=1)", "a (p=1)");
    assertThat(matrix.cells().get(0).get(0).y()).isCloseTo(1.2, within(0.02));
    assertThat(matrix.cells().get(0).get(1).y()).as("beside itself").isNaN();
  }

  @Test
  void aTenantIsDrawnAgainstTheLoadOfItsNeighbour() throws IOException {
    plan(2, "load: { closed: [1, 2] } }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      write("a", ALONE, repeat, 0, 100);
      write("b", ALONE, repeat, 10_000, 50);
      write("b", "complete-m-chat-stream-p2-alone", repeat, 12_000, 50);
      write("a", with("b"), repeat, 20_000, 120);
      write("b", with("a"), repeat, 20_000, 50);
      write("a", "complete-m-chat-stream-p1-with-b-p2", repeat, 30_000, 140);
      write("b", "complete-m-chat-stream-p2-with-a-p1", repeat, 30_000, 50);
    }

    ChartSpec chart =
        Catalogue.of(Run.read(directory.root()), Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("p2ft-neighbour"))
            .findFirst()
            .orElseThrow();

    List<Point> points = ((Lines) chart).series().get(0).points();
    assertThat(points).extracting(Point::x).containsExactly(0.0, 1.0, 2.0);
    assertThat(points.get(2).y()).isCloseTo(140, within(2.0));
  }

  @Test
  void aTailThatIsSlowedDownIsToldBesideTheMean() throws IOException {
    plan(3);
    for (int repeat = 1; repeat <= 3; repeat++) {
      double[] even = new double[700];
      double[] tail = new double[700];
      Arrays.setAll(even, i -> i % 50 == 0 ? 20 : 10);
      Arrays.setAll(tail, i -> i % 50 == 0 ? 40 : 10);
      write("a", ALONE, repeat, 0, even);
      write("b", ALONE, repeat, 50_000, 50);
      write("a", with("b"), repeat, 100_000, tail);
      write("b", with("a"), repeat, 100_000, 50);
    }

    Victim a = together().victims().get(0);
    Victim b = together().victims().get(1);

    assertThat(a.tailSlowdown(Metric.P2FT).value()).isCloseTo(2, within(0.01));
    assertThat(a.slowdown(Metric.P2FT).value()).isBetween(1.01, 1.1);
    assertThat(a.tails()).isNotEmpty().noneMatch(Comparison::declared);
    assertThat(b.tails()).as("12 requests a repeat have no p99").isEmpty();
    Run run = Run.read(directory.root());
    Tables.write(run);
    assertThatTheSummaryIsAsItsSchemaSays();
    assertThat(Files.readString(directory.root().resolve("tenants.csv"))).contains(",p99\n");
    assertThat(Files.readString(directory.root().resolve("report.md"))).contains("| p99 |");
  }

  /** A GPU that takes 100 W, on which so many of a and b compute, and so many of all. */
  private void gpu(double own, double all) throws IOException {
    StringBuilder samples = new StringBuilder();
    for (long second = -5; second < 60; second++) {
      String at = "{\"at\":%d,\"source\":".formatted(second * 1_000_000_000L);
      samples.append(at).append("\"gpu:0\",\"values\":{\"energyJoules\":");
      samples.append(1e6 + 100 * second).append(",\"processes\":").append(all).append("}}\n");
      for (String stack : List.of("a", "b")) {
        samples.append(at).append("\"stack:").append(stack);
        samples.append("\",\"values\":{\"processes@gpu:0\":").append(own).append("}}\n");
      }
    }
    Files.writeString(directory.samples(), samples);
  }

  @Test
  void energyOfAllTenantsIsByTheCounterOfTheGpuThatTheyShare() throws IOException {
    write(2, 1.2);
    assertThat(together().energyPerToken().isPresent()).as("no readings").isFalse();
    gpu(1, 2);

    Together set = together();

    assertThat(set.energyPerToken().value() * set.totalThroughput().value())
        .as("watts")
        .isCloseTo(100, within(0.01));
    Tables.write(Run.read(directory.root()));
    assertThatTheSummaryIsAsItsSchemaSays();
    assertThat(Files.readString(directory.summaryJson())).contains("\"energyPerToken\"");
    assertThat(Files.readString(directory.root().resolve("report.md"))).contains("J/tok");
    gpu(1, 3);
    assertThat(together().energyPerToken().isPresent()).as("somebody else's, too").isFalse();
    gpu(0, 0);
    assertThat(together().energyPerToken().isPresent()).as("nobody computes on it").isFalse();
  }

  @Test
  void targetsThatAreMissedBesideTheNeighbourAreTold() throws IOException {
    write(2, 1.2);

    Victim a = together().victims().get(0);

    assertThat(a.alone().estimate(Metric.SLO_ATTAINMENT).value()).isEqualTo(1);
    assertThat(a.together().estimate(Metric.SLO_ATTAINMENT).value()).isZero();
    assertThat(a.violationsAdded().value()).isEqualTo(1);
    assertThat(together().victims().get(1).violationsAdded().isPresent()).isFalse();
  }

  @Test
  void totalThroughputIsOfAllTokensUntilTheLastTenantEnds() throws IOException {
    write(2, 1.2);

    double seconds = REQUESTS * (2 * 0.120 + 0.003);

    assertThat(together().totalThroughput().value())
        .isCloseTo(2 * 2 * REQUESTS / seconds, within(0.05 * 2 * 2 * REQUESTS / seconds));
  }

  @Test
  void nothingIsMeasuredAfterATenantHasLeft() throws IOException {
    write(1, 1);
    PointLog.Tenant a = new PointLog.Tenant("a", with("b"), 0L, null, null);
    PointLog.Tenant b = new PointLog.Tenant("b", with("a"), 1_000_000L, 20_500_000_000L, "killed");
    new PointLog(1, 20_000_000_000L, 20_000_000_000L, 23_000_000_000L, List.of(a, b))
        .append(directory.tenants());

    Run run = Run.read(directory.root());

    Victim victim = Interference.of(run).get(0).victims().get(0);
    assertThat(victim.alone().requests()).isEqualTo(REQUESTS);
    assertThat(victim.together().requests()).isBetween(2L, 3L);
    assertThat(run.problems())
        .anyMatch(
            one ->
                one.contains("a + b, repeat 1: b asked no more 0.5 s after the release (killed)"));
  }

  @Test
  void nothingIsSaidOfASetOfWhichOneTenantHasNoResults() throws IOException {
    plan(2, "load: { closed: 1 } }\n  - { name: c, stack: s, task: chat, load: { closed: 1 } }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      for (String one : List.of("a", "b", "c")) {
        write(one, ALONE, repeat, 0, 100);
      }
      write("a", "complete-m-chat-stream-p1-with-b-p1+c-p1", repeat, 20_000, 100);
      write("b", "complete-m-chat-stream-p1-with-a-p1+c-p1", repeat, 20_000, 100);
    }

    Together set = together();

    assertThat(set.name()).isEqualTo("a (p=1) + b (p=1) + c (p=1) without results");
    assertThat(set.victims().get(0).slowdown(Metric.P2FT).isPresent()).isTrue();
    assertThat(set.systemThroughput().isPresent()).isFalse();
    assertThat(set.turnaround().isPresent()).isFalse();
    assertThat(set.fairness().isPresent()).isFalse();
    assertThat(set.totalThroughput().isPresent()).isFalse();
  }

  @Test
  void repeatsOfOneLaunchAreOneOfTotalThroughput() throws IOException {
    plan(2, "load: { closed: 1 } }", "launches: 2, ");
    for (int repeat = 1; repeat <= 4; repeat++) {
      write("a", ALONE, repeat, 0, 100);
      write("b", ALONE, repeat, 10_000, 100);
      write("a", with("b"), repeat, 20_000, 100);
      write("b", with("a"), repeat, 20_000, 100);
    }

    assertThat(together().totalThroughput().repeats()).isEqualTo(2);
    assertThat(together().systemThroughput().repeats()).isEqualTo(2);
  }

  @Test
  void tenantsAreDrawnOverTheFirstRepeatThatAllHave() throws IOException {
    write(2, 1);
    Path requests = directory.requests("a", with("b"));
    List<String> second =
        Files.readAllLines(requests).stream().filter(one -> one.contains("\"fork\":2")).toList();
    Files.write(requests, second);
    Files.delete(directory.requests("b", with("a")));
    write("b", with("a"), 1, 40_000, 100);
    write("b", with("a"), 2, 20_000, 100);

    ChartSpec chart =
        Catalogue.of(Run.read(directory.root()), Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("tenants-time"))
            .findFirst()
            .orElseThrow();

    assertThat(((Lines) chart).series())
        .allSatisfy(one -> assertThat(one.points().get(0).x()).isBetween(0.0, 2.0));
  }

  @Test
  void aLateTenantIsTold() {
    PointLog.Tenant prompt = new PointLog.Tenant("a", "t", 0L, null, null);
    PointLog.Tenant late = new PointLog.Tenant("b", "t", 6_000_000L, null, null);

    assertThat(new PointLog(1, 0, 0, 0, List.of(prompt, late)).sentences())
        .containsExactly("the tenants started 6.0 ms apart, more than 5 ms");
    assertThat(new PointLog(1, 0, 0, 0, List.of(prompt, prompt)).sentences()).isEmpty();
  }
}
