package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.tenants.TenantRecords.ALONE;
import static org.inferometer.result.tenants.TenantRecords.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.TenantRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What figures show of tenants, by records of which it is known. */
class TenantFiguresTest {
  @TempDir private Path folder;
  private TenantRecords made;

  @BeforeEach
  void nothingYet() {
    made = new TenantRecords(folder);
  }

  @Test
  void figuresShowWhoSlowsWhomDown() throws IOException {
    made.write(2, 1.2);

    List<ChartSpec> charts = Catalogue.of(Run.read(made.directory.root()), Words.ENGLISH);

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
    assertThat(matrix.caption().note())
        .contains("Cells show no intervals.")
        .doesNotContain("* suspect.");
  }

  @Test
  void aStarIsExplainedWhereASlowdownIsOfASuspectTrial() throws IOException {
    made.write(2, 1.2);
    Path requests = made.directory.requests("a", with("b"));
    List<String> few = new ArrayList<>();
    for (String fork : List.of("\"fork\":1", "\"fork\":2")) {
      Files.readAllLines(requests).stream()
          .filter(one -> one.contains(fork + ","))
          .limit(8)
          .forEach(few::add);
    }
    Files.write(requests, few);

    HeatMap matrix =
        (HeatMap)
            Catalogue.of(Run.read(made.directory.root()), Words.ENGLISH).stream()
                .filter(one -> one.caption().name().equals("slowdown-matrix"))
                .findFirst()
                .orElseThrow();

    assertThat(matrix.cells().get(0).get(0).suspect()).isTrue();
    assertThat(matrix.caption().note()).contains("* suspect.");
  }

  @Test
  void theMatrixSaysOfWhichMetricsItsSlowdownsAre() throws IOException {
    made.plan(2, "load: { closed: 1 }, mode: sync }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", "complete-m-chat-sync-p1-alone", repeat, 10_000, 50);
      made.write("a", with("b"), repeat, 20_000, 120);
      made.write("b", "complete-m-chat-sync-p1-with-a-p1", repeat, 20_000, 50);
    }

    ChartSpec matrix = Catalogue.of(Run.read(made.directory.root()), Words.ENGLISH).get(0);

    assertThat(matrix.caption().name()).isEqualTo("slowdown-matrix");
    assertThat(matrix.caption().text()).endsWith(", P2FT / Total latency");
  }

  @Test
  void aTenantIsDrawnAgainstTheLoadOfItsNeighbour() throws IOException {
    made.plan(2, "load: { closed: [1, 2] } }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", ALONE, repeat, 10_000, 50);
      made.write("b", "complete-m-chat-stream-p2-alone", repeat, 12_000, 50);
      made.write("a", with("b"), repeat, 20_000, 120);
      made.write("b", with("a"), repeat, 20_000, 50);
      made.write("a", "complete-m-chat-stream-p1-with-b-p2", repeat, 30_000, 140);
      made.write("b", "complete-m-chat-stream-p2-with-a-p1", repeat, 30_000, 50);
    }

    ChartSpec chart =
        Catalogue.of(Run.read(made.directory.root()), Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("p2ft-neighbour"))
            .findFirst()
            .orElseThrow();

    List<Point> points = ((Lines) chart).series().get(0).points();
    assertThat(points).extracting(Point::x).containsExactly(0.0, 1.0, 2.0);
    assertThat(points.get(2).y()).isCloseTo(140, within(2.0));
  }

  @Test
  void tenantsAreDrawnOverTheFirstRepeatThatAllHave() throws IOException {
    made.write(2, 1);
    Path requests = made.directory.requests("a", with("b"));
    List<String> second =
        Files.readAllLines(requests).stream().filter(one -> one.contains("\"fork\":2")).toList();
    Files.write(requests, second);
    Files.delete(made.directory.requests("b", with("a")));
    made.write("b", with("a"), 1, 40_000, 100);
    made.write("b", with("a"), 2, 20_000, 100);

    ChartSpec chart =
        Catalogue.of(Run.read(made.directory.root()), Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("tenants-time"))
            .findFirst()
            .orElseThrow();

    assertThat(((Lines) chart).series())
        .allSatisfy(one -> assertThat(one.points().get(0).x()).isBetween(0.0, 2.0));
  }
}
