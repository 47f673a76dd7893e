package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.result.Cell;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  /** Commas that stand in no quoted cell. */
  private static final String CELLS = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

  @TempDir private static Path root;
  private static Run run;

  @BeforeAll
  static void aRunOfTwoStacks() throws IOException {
    new SyntheticRun(2, 6000, 8).write(root);
    Files.delete(root.resolve("DONE"));
    Files.writeString(
        root.resolve("calibration.json"),
        """
        {"mirrored":[{"stack":"s1","trial":"complete-m-chat-stream-p2","p2ftMillis":{"mean":0.04}}]}
        """);
    run = Run.read(root, Slo.parse("p2ft=60ms"));
    Tables.write(run);
  }

  @Test
  void theConsoleTableFitsAHundredColumnsAndBeginsWithVerdicts() {
    List<String> lines = ConsoleReport.of(run).lines().toList();

    assertThat(lines).allMatch(line -> line.length() <= 100).anyMatch(line -> line.length() > 60);
    assertThat(ConsoleReport.of(run, 60).lines())
        .containsAll(lines.stream().filter(TablesTest::isRow).toList())
        .filteredOn(line -> !isRow(line))
        .allMatch(line -> line.length() <= 60);
    assertThat(lines.get(0)).contains("INCOMPLETE");
    assertThat(lines.get(2)).isEqualTo("Stack 1 against Stack 0, P2FT: slower in 8 of 8");
    assertThat(lines).anyMatch(line -> line.matches(" {5}Stack 1 / Stack 0, P2FT: .*, slower"));
    assertThat(Verdicts.of(run, run.cells().get(0)))
        .anyMatch(line -> line.matches("Stack 1 is slower than Stack 0 in P2FT: 1\\.\\d+× \\[.*"));
    assertThat(lines).anyMatch(line -> line.startsWith("°: exploratory"));
  }

  private static boolean isRow(String line) {
    return line.strip().contains("  ");
  }

  @Test
  void everyTableOfAnOpenLoopHasItsRateInFront(@TempDir Path folder) throws IOException {
    Load rate = new Open(new Rate(20, Gaps.POISSON, Duration.ofSeconds(1)), null);
    HandMade open = HandMade.under(List.of(rate), folder, Mode.STREAM, "a");
    for (int i = 0; i < 40; i++) {
      open.write("a", rate, HandMade.ok(1, 50 * i, 50 * i + 20, 50 * i + 30));
    }
    Run read = Run.read(folder, Slo.parse("p2ft=60ms"));
    List<Cell> cells = List.of(read.trials().get(0).cell());

    assertThat(
            List.of(
                CellTable.of(read, cells),
                PercentileTable.of(read, cells).orElseThrow(),
                TargetTable.of(read, cells).orElseThrow()))
        .allSatisfy(
            table -> {
              assertThat(table.header()).startsWith("rate", "stack");
              assertThat(table.rows().get(0).get(0)).isEqualTo("20");
            });
  }

  @Test
  void theErrorAtTheLoadOfAnImitatedTrialStandsBesideItsResult() {
    List<Cell> chat =
        run.cells().stream()
            .filter(one -> one.task().equals("chat") && one.measure() == Measure.COMPLETE)
            .toList();
    Grid grid = CellTable.of(run, chat);
    int column = grid.header().indexOf("own error of P2FT, ms");

    assertThat(grid.rows())
        .filteredOn(row -> !row.get(column).isEmpty())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get(0)).isEqualTo("2");
              assertThat(row.get(1)).startsWith("Stack 1");
              assertThat(row.get(column)).isEqualTo("0.040");
            });
    List<Cell> qa = run.cells().stream().filter(one -> one.task().equals("qa")).toList();
    assertThat(CellTable.of(run, qa).header()).noneMatch(name -> name.startsWith("own error"));
  }

  @Test
  void theJsonSummaryObeysItsSchema() throws IOException {
    List<Error> errors = schema().validate(text("summary.json"), InputFormat.JSON);

    assertThat(errors).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatItDoesNotKnow() throws IOException {
    String wrong = text("summary.json").replaceFirst("\"complete\"", "\"completed\"");

    assertThat(schema().validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void theCsvHasOneRowPerStackAndCellWithUnitsInItsNames() throws IOException {
    List<String[]> rows = text("summary.csv").lines().map(line -> line.split(CELLS, -1)).toList();
    List<String> header = Arrays.asList(rows.get(0));
    TrialResult first = run.trials().get(0);

    assertThat(rows).hasSize(1 + run.trials().size());
    assertThat(rows).allMatch(row -> row.length == header.size());
    assertThat(header)
        .contains("p2ft_mean_ms", "token_throughput_low_tok_per_s", "vllm.mean_ttft_ms")
        .contains("request_throughput_req_per_s", "run_complete")
        .doesNotHaveDuplicates();
    assertThat(Double.parseDouble(rows.get(1)[header.indexOf("p2ft_mean_ms")]))
        .isEqualTo(first.estimate(Metric.P2FT).value());
  }

  @Test
  void theShortCsvHasTheMainNumbersOfTheLongOneAndTheirIntervals() throws IOException {
    List<String[]> rows =
        text("summary-short.csv").lines().map(line -> line.split(CELLS, -1)).toList();
    List<String> header = Arrays.asList(rows.get(0));
    List<String[]> all = text("summary.csv").lines().map(line -> line.split(CELLS, -1)).toList();
    List<String> longHeader = Arrays.asList(all.get(0));

    assertThat(header).hasSizeLessThan(60).doesNotHaveDuplicates();
    assertThat(header)
        .contains("p2ft_p95_ms", "p2ft_p95_low_ms", "total_latency_p50_high_ms", "slo_attainment");
    assertThat(rows).hasSize(1 + run.trials().size());
    for (int i = 1; i < rows.size(); i++) {
      for (String column : header) {
        int at = longHeader.indexOf(column);
        assertThat(rows.get(i)[header.indexOf(column)]).isEqualTo(at < 0 ? "" : all.get(i)[at]);
      }
    }
  }

  @Test
  void targetsAreShownWhereverPeopleLook() throws IOException {
    for (String text :
        List.of(
            ConsoleReport.of(run), text("report.md"), text("tables.tex").replace("$\\le$", "≤"))) {
      assertThat(text).contains("P2FT ≤ 60 ms").contains("goodput, req/s");
    }
    assertThat(text("report.md")).containsPattern("\\| Stack 0 \\| \\d+\\.\\d % \\[");
    assertThat(ConsoleReport.of(Run.read(root))).doesNotContain("goodput");
  }

  @Test
  void percentilesAreToldFromTheirFloorsOn() throws IOException {
    assertThat(ConsoleReport.of(run))
        .contains("P2FT p50", "latency p95")
        .doesNotContain("p99, ms")
        .contains("p50 is told from 11 values on, p95 from 130, p99 from 662; empty: fewer");
    assertThat(text("report.md")).contains("## Percentiles");
  }

  @Test
  void howATrialIsMeasuredIsToldInTheReportAndInTheRepository() throws IOException {
    String report = text("report.md");
    String method = Files.readString(Path.of("METHOD.md"));

    assertThat(Method.lines())
        .hasSize(20)
        .containsKeys("Trial", "Throughput", "Schedules", "Users", "Comparison");
    Method.lines()
        .forEach(
            (subject, text) -> {
              String line = "\n- **%s**: %s\n".formatted(subject, text);
              boolean other =
                  List.of("Schedules", "Users", "Given up", "Conversations", "Tenants", "Sharing")
                      .contains(subject);
              assertThat(report.contains(line)).as("a run of closed loops").isEqualTo(!other);
              assertThat(method).contains(line);
            });
  }

  @Test
  void theServiceReportHasItsKeysAndRightValues() throws IOException {
    TrialResult trial = run.trials().get(0);
    JsonNode report =
        JsonMapper.builder()
            .build()
            .readTree(text("service/%s/%s.json".formatted(trial.stack(), trial.cell().name())));

    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly(
            "Total_request_num",
            "Fail_rate",
            "SLO",
            "latency",
            "TTFT",
            "TPOT",
            "Throughput",
            "Total_duration_sec",
            "RPS");
    assertThat(report.path("TTFT").fieldNames())
        .toIterable()
        .containsExactly("min", "max", "avg", "std", "95_percentile");
    assertThat(report.path("TTFT").path("avg").doubleValue())
        .isCloseTo(trial.estimate(Metric.P2FT).value() / 1000, within(1e-12));
    assertThat(report.path("SLO").doubleValue()).isBetween(0.9, 1.0);
    assertThat(report.path("Throughput").path("max").doubleValue())
        .isGreaterThan(report.path("Throughput").path("avg").doubleValue());
  }

  @Test
  void markdownAndLatexHoldEveryCellAndCallTheRunIncomplete() throws IOException {
    assertThat(text("tables.tex")).contains("verdict on P2FT");
    assertThat(text("report.md")).contains("**Incomplete").contains("| Stack 0");
    assertThat(text("tables.tex")).contains("\\toprule", "(incomplete run)", "$\\pm$");
    assertThat(text("tables.tex").split(" \\\\\\\\\n", -1))
        .hasSize(1 + 2 * run.trials().size() + 2 * CellTable.groups(run, run.cells()).size());
  }

  @Test
  void anIncompleteRunSaysWhatItLacksAndHowToGoOn() throws IOException {
    assertThat(run.lack()).contains(" of its " + run.plan().trials().size() + " trials");
    assertThat(ConsoleReport.of(run).lines().findFirst().orElseThrow())
        .isEqualTo(run.name() + ", INCOMPLETE: " + run.lack());
    assertThat(text("report.md"))
        .contains("**Incomplete: " + run.lack())
        .contains("go on with: inferometer run --resume " + root);
  }

  @Test
  void aModelIsCalledByItsLabelAndNumbersOverLaunchesAreCalledSo(@TempDir Path folder)
      throws IOException {
    new SyntheticRun(2, 600, 4).write(folder);
    Path plan = folder.resolve("plan.json");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("\"label\" : \"m\"", "\"label\" : \"org/Model-7B\"")
            .replace("\"repeats\" : 5", "\"repeats\" : 1")
            .replace("\"launches\" : 1", "\"launches\" : 5"));
    Run read = Run.read(folder);
    Tables.write(read);

    assertThat(ConsoleReport.of(read))
        .contains("chat, org/Model-7B, stream")
        .contains("geometric means over launches;")
        .doesNotContain("over repeats", "repeat i");
    assertThat(Files.readString(folder.resolve("tables.tex"))).contains("chat, org/Model-7B, stre");
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("- model: org/Model-7B")
        .contains("launches are needed for ±5 %")
        .doesNotContain("repeats are needed");
    assertThat(Verdicts.grids(read, read.cells()).values())
        .isNotEmpty()
        .allMatch(grid -> grid.header().contains("launches for ±5 %"));
    assertThat(
            new JsonMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .findValuesAsText("model"))
        .containsOnly("m");
  }

  @Test
  void latexTextIsEscaped() {
    assertThat(Grid.escape("a_b & 5 % {x} \\"))
        .isEqualTo("a\\_b \\& 5 \\% \\{x\\} \\textbackslash{}");
  }

  private static String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  private static Schema schema() throws IOException {
    try (InputStream in = SummaryJson.class.getResourceAsStream("summary.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(in, InputFormat.JSON);
    }
  }
}
