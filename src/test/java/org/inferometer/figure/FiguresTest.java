package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.inferometer.result.TimeSeries;
import org.junit.jupiter.api.Test;

class FiguresTest extends DrawnRun {
  private static final Duration SECONDS = Duration.ofSeconds(10);

  @Test
  void aRunIsDrawnFromItsDirectoryAlone() {
    List<Path> files = Figures.draw(run, folder.resolve("plots"));
    assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .doesNotHaveDuplicates()
        .contains(
            "total-latency-tasks.png",
            "p2ft-tasks.pdf",
            "token-throughput-p.svg",
            "request-throughput-p.tex",
            "p2ft-p.dat",
            "itl-p.csv",
            "tpot-p.png",
            "total-latency-p.png",
            "token-throughput-at.png",
            "gpu-memory-at.png",
            "stack-memory-at.png",
            "gpu-memory-time.png",
            "stack-memory-time.png",
            "gpu-power-time.png",
            "p2ft-distribution.png",
            "p2ft-percentiles.png",
            "itl-distribution.png",
            "trade-off.png",
            "request-status-time.png",
            "tokens-time.png",
            "energy-per-token-p.png");
  }

  @Test
  void theSameStackHasTheSameColourInEveryFigure() {
    Map<String, Set<Color>> colours = new HashMap<>();
    for (ChartSpec spec : figures) {
      if (!(spec instanceof HeatMap)) {
        DataFile.series(spec)
            .forEach(
                series ->
                    colours
                        .computeIfAbsent(series.name(), name -> new HashSet<>())
                        .add(series.look().color()));
      }
    }
    for (int i = 0; i < 3; i++) {
      assertThat(colours.get("Stack " + i)).containsExactly(Look.ofStack(i).color());
    }
  }

  @Test
  void fewRepeatsAreDotsBesideAMeanThatNoIntervalTakesBelowZero() {
    assertThat(figures)
        .filteredOn(spec -> spec instanceof Bars || spec.caption().name().endsWith("-p"))
        .allSatisfy(spec -> assertThat(spec.caption().note()).contains("Dots: single repeats."))
        .flatExtracting(DataFile::series)
        .flatExtracting(Series::points)
        .filteredOn(Point::drawn)
        .allSatisfy(
            point -> {
              assertThat(point.repeats()).hasSize(5).allMatch(y -> y <= point.top());
              assertThat(point.low()).isPositive();
            });
  }

  @Test
  void theSameMetricAtTheSameLoadIsTheSameNumberInEveryFigure() {
    double bar = point("p2ft-tasks").y();

    assertThat(bar).isEqualTo(point("p2ft-p").y());
  }

  private static Point point(String figure) {
    return DataFile.series(named(figure)).get(0).points().get(0);
  }

  @Test
  void theBestPointOfEachTaskIsFramedAndMarkedInItsData() throws Exception {
    Path many = folder.resolve("many");
    new SyntheticRun(2, 14_400, 2).write(many);
    HeatMap map =
        Catalogue.of(Run.read(many), Words.ENGLISH).stream()
            .filter(HeatMap.class::isInstance)
            .map(HeatMap.class::cast)
            .findFirst()
            .orElseThrow();

    assertThat(map.rows())
        .containsExactly("chat: Stack 0", "chat: Stack 1", "qa: Stack 0", "qa: Stack 1");
    for (int task = 0; task < 2; task++) {
      List<Point> cells =
          map.cells().subList(2 * task, 2 * task + 2).stream().flatMap(List::stream).toList();
      assertThat(cells)
          .filteredOn(cell -> "best".equals(cell.label()))
          .singleElement()
          .extracting(Point::y)
          .isEqualTo(cells.stream().mapToDouble(Point::y).max().orElseThrow());
    }
    assertThat(map.caption().note())
        .contains("Framed: the best point of a task.", "Cells show no intervals.");
    assertThat(DataCsv.of(map).lines()).filteredOn(line -> line.endsWith(",best")).hasSize(2);
    assertThat(PgfPlots.of(map).split("draw=orange")).hasSize(3);
  }

  @Test
  void suspectTrialsAreHollowAndTheNoteSaysSo() throws Exception {
    Path small = folder.resolve("small");
    new SyntheticRun(2, 300, 4).write(small);
    ChartSpec curves =
        Catalogue.of(Run.read(small), Words.ENGLISH).stream()
            .filter(spec -> spec.caption().name().equals("token-throughput-p"))
            .findFirst()
            .orElseThrow();
    assertThat(DataFile.series(curves))
        .allSatisfy(series -> assertThat(series.points().get(3).suspect()).isTrue());
    assertThat(curves.caption().note()).contains("Hollow: suspect.");
  }

  @Test
  void openLoopsAreDrawnAgainstTheirRateFromScheduleAndFromStart() throws Exception {
    Path rates = folder.resolve("rates");
    List<Load> loads =
        Stream.of(4.0, 8.0)
            .<Load>map(rate -> new Open(new Rate(rate, Gaps.POISSON, SECONDS), null))
            .toList();
    new SyntheticRun(2, 600, 4, loads).write(rates);
    Map<String, ChartSpec> specs =
        Catalogue.of(Run.read(rates), Words.ENGLISH).stream()
            .collect(Collectors.toMap(spec -> spec.caption().name(), spec -> spec));

    assertThat(specs.keySet())
        .contains(
            "p2ft-from-schedule-rate",
            "total-latency-from-schedule-rate",
            "token-throughput-rate",
            "schedule-delay-percentiles-rate",
            "load-time-rate")
        .noneMatch(name -> name.endsWith("-p"));
    assertThat(specs.get("token-throughput-rate").caption().text())
        .startsWith("Token throughput against the offered rate, m");
    assertThat(text(specs.get("p2ft-from-schedule-rate")))
        .contains("chat, from schedule")
        .contains("Offered rate (requests/s)");
    assertThat(text(specs.get("load-time-rate"))).contains("at rate = 8");
    for (String name :
        List.of(
            "p2ft-rate", "p2ft-tasks-rate", "p2ft-percentiles-rate", "p2ft-distribution-rate")) {
      assertThat(text(specs.get(name))).as(name).contains("P2FT from schedule");
    }
    assertThat(specs.get("total-latency-rate").caption().text())
        .startsWith("Total latency from schedule");
    assertThat(panels(specs.get("p2ft-rate")).get(0).series())
        .isEqualTo(panels(specs.get("p2ft-from-schedule-rate")).get(0).series());
    assertThat(figures)
        .extracting(spec -> spec.caption().name())
        .doesNotContain("p2ft-from-schedule", "load-time", "schedule-delay-percentiles");
  }

  @Test
  void plotsThatAreComparedByEyeHaveAxesOfOneLength() {
    List<Lines> panels = panels(named("request-status-time"));

    assertThat(panels).hasSize(3);
    assertThat(panels)
        .extracting(panel -> Extent.of(panel, Paper.PLOT_HEIGHT).yMax())
        .containsOnly(Extent.of(panels.get(0), Paper.PLOT_HEIGHT).yMax());
    assertThat(panels)
        .extracting(panel -> Extent.of(panel, Paper.PLOT_HEIGHT).xMax())
        .containsOnly(Extent.of(panels.get(0), Paper.PLOT_HEIGHT).xMax());
    assertThat(panels)
        .extracting(panel -> PgfAxis.of(panel).stream().filter(one -> one.contains("ymax")))
        .allMatch(one -> one.count() == 1);
  }

  @Test
  void noRateIsDrawnOfABinThatTheEndCuts() {
    Cell highest =
        run.cells().stream().filter(one -> one.load().level() == 8).findFirst().orElseThrow();
    TimeSeries first = run.trial("s0", highest).orElseThrow().series().get(0);
    List<Point> drawn = panels(named("tokens-time")).get(0).series().get(0).points();

    assertThat(drawn).hasSize(first.tokens().length - 1);
    assertThat(drawn.get(drawn.size() - 1).x()).isLessThan(first.seconds(first.filled()));
  }

  @Test
  void aCompanyLooksTheSameInEveryPanel() {
    List<String> names = new ArrayList<>();
    Look alone = Look.of("alone", names);
    Look withB = Look.of("with b", names);

    assertThat(Look.of("with a", names)).isNotEqualTo(withB).isNotEqualTo(alone);
    assertThat(Look.of("with b", names)).isEqualTo(withB);
    assertThat(IntStream.range(0, 12).mapToObj(Look::ofStack))
        .as("curves too dense for dashes")
        .extracting(look -> List.of(look.color(), look.marker()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aSinglePointShowsItsIntervalToo() {
    Point point = new Point(1, 5, 4, 6, 2, false, null);
    Series single = new Series("a", Look.ofStack(0), List.of(point));
    Series curve = new Series("a", Look.ofStack(0), List.of(point, point.at(2)));

    assertThat(Curves.whiskers(single, 2)).isTrue();
    assertThat(Curves.whiskers(curve, 2)).isFalse();
    assertThat(Curves.whiskers(curve, 4)).isTrue();
  }

  @Test
  void anIntervalThatSaysNothingDoesNotDecideOnTheAxis() {
    Point wide = new Point(1, 5, 1e-9, 1e9, 2, false, null);

    assertThat(wide.top()).isEqualTo(50);
    assertThat(wide.from()).isEqualTo(0.5);
    assertThat(new Point(1, 0, -3, 3, 2, false, null).top()).isEqualTo(3);
    assertThat(new Point(1, 5, 4, 6, 2, false, null).top()).isEqualTo(6);
  }

  @Test
  void whatWasNotMeasuredIsNotDrawn() throws Exception {
    Path part = folder.resolve("without-telemetry");
    new SyntheticRun(2, 600, 4).write(part);
    Files.delete(part.resolve("samples.jsonl"));
    assertThat(Catalogue.of(Run.read(part), Words.ENGLISH))
        .extracting(spec -> spec.caption().name())
        .noneMatch(name -> name.contains("memory") || name.contains("power"));
  }

  @Test
  void aStackOfWhichNothingWasMeasuredIsNoNamelessLine() throws Exception {
    Path part = folder.resolve("begun");
    new SyntheticRun(2, 600, 4).write(part);
    Path samples = part.resolve("samples.jsonl");
    String lines = Files.readString(samples);
    Files.writeString(samples, lines + lines.replace("stack:s0", "stack:begun"));

    assertThat(Catalogue.of(Run.read(part), Words.ENGLISH))
        .filteredOn(spec -> spec.caption().name().equals("stack-memory-time"))
        .flatExtracting(DataFile::series)
        .extracting(Series::name)
        .containsExactly("Stack 0", "Stack 1");
  }

  @Test
  void aTradeOffIsAsUnsureOfItsSpeedAsOfItsThroughputAndLosesNoDot() {
    ChartSpec spec = named("trade-off");
    assertThat(spec.caption().text()).contains("intervals of both");
    for (Lines panel : panels(spec)) {
      Extent extent = Extent.of(panel, Paper.PLOT_HEIGHT);
      for (Series series : panel.series()) {
        assertThat(series.points())
            .allMatch(point -> point.left() < point.x() && point.x() < point.right())
            .allMatch(point -> point.repeats().size() == 5 && point.right() <= extent.xMax())
            .extracting(point -> panel.beside(point.x(), panel.series().indexOf(series)))
            .allMatch(dot -> dot < extent.xMax());
      }
    }
    assertThat(DataCsv.of(spec).lines().findFirst().orElseThrow())
        .endsWith(
            "repeats,\"Token speed per user (tok/s), interval low\","
                + "\"Token speed per user (tok/s), interval high\"");
    assertThat(DataCsv.of(named("p2ft-p")).lines().findFirst().orElseThrow()).endsWith(",repeats");
  }

  @Test
  void aShareHasNoRoomAboveAll() throws Exception {
    Run held = Run.read(folder.resolve("run"), Slo.parse("p2ft=10s"));
    for (ChartSpec spec : Catalogue.of(held, Words.ENGLISH)) {
      if (spec.caption().name().equals("slo-attainment-p")) {
        Lines lines = spec instanceof Panels all ? all.panels().get(0) : (Lines) spec;
        assertThat(Extent.of(lines, Paper.PLOT_HEIGHT).yMax()).isEqualTo(1);
        return;
      }
    }
    throw new AssertionError("no figure of attainment");
  }

  @Test
  void aShareIsNoMatterOfRatios() {
    Run held = Run.read(folder.resolve("run"), Slo.parse("p2ft=30ms"));
    ChartSpec spec =
        Catalogue.of(held, Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("slo-attainment-p"))
            .findFirst()
            .orElseThrow();
    double[] ends = DataFile.series(spec).stream().flatMapToDouble(Series::ends).sorted().toArray();

    assertThat(ends[ends.length - 1]).isGreaterThan(100 * ends[0]);
    assertThat(panels(spec)).allMatch(panel -> panel.y().scale() == Axis.Scale.LINEAR);
  }
}
