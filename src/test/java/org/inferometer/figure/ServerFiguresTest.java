package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of what servers say of themselves. */
class ServerFiguresTest {
  @TempDir Path root;
  private HandMade run;

  @BeforeEach
  void twoStacksOfWhichOneTells() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a", "b");
    for (String stack : List.of("a", "b")) {
      run.write(stack, 1, HandMade.ok(1, 100, 200, 300), HandMade.ok(1, 400, 500, 600));
    }
    Files.writeString(
        run.directory.counters(),
        """
        {"stack":"a","trial":"complete-m-chat-stream-p1","repeat":1,"before":{"running":0},\
        "after":{"latencySeconds":0.39,"latencyCount":2,"queueSeconds":0.1,"queueCount":2,\
        "prefillSeconds":0.08,"prefillCount":2,"decodeSeconds":0.2,"decodeCount":2}}
        """);
    Files.writeString(
        run.directory.samples(),
        """
        {"at":50000000,"source":"server:a","values":{"running":9,"waiting":9}}
        {"at":150000000,"source":"server:a","values":{"running":1,"waiting":0,"kvCacheShare":0.25}}
        {"at":250000000,"source":"server:a","values":{"running":2,"waiting":1,"kvCacheShare":0.5}}
        """);
  }

  @Test
  void theTimeOfARequestStandsInPartsOnTopOfEachOther() {
    Bars bars = (Bars) chart("time-spent");

    assertThat(bars.stacked()).isTrue();
    assertThat(bars.categories()).containsExactly("a *", "b *");
    assertThat(bars.series())
        .extracting(Series::name)
        .containsExactly(
            "client's delay",
            "outside the server",
            "queue",
            "prefill",
            "decode",
            "server, not told",
            "to the first token",
            "after the first token");
    assertThat(bars.series().subList(0, 6))
        .extracting(one -> one.look().color())
        .doesNotHaveDuplicates();
    assertThat(bars.base(bars.series().size(), 0)).isCloseTo(1 + 200, within(1e-9));
    assertThat(bars.base(bars.series().size(), 1)).isCloseTo(1 + 200, within(1e-9));
    List<Series> tops = DataFile.series(bars);
    assertThat(tops.get(2).points().get(0).y()).isCloseTo(1 + 5 + 50, within(1e-9));
    FigureFiles.write(bars, root);
    assertThat(root.resolve("time-spent.png")).exists();
    assertThat(root.resolve("time-spent.tex")).content().contains("reverse legend");
  }

  @Test
  void theServersReadingsStandBesideTheClients() {
    Panels panels = (Panels) chart("server-time");

    assertThat(panels.panels())
        .extracting(one -> one.caption().text())
        .containsExactly(
            "Requests in flight",
            "Requests running in the server",
            "Requests waiting in the server",
            "KV cache of the server");
    assertThat(panels.panels().get(0).series()).hasSize(2);
    assertThat(panels.panels().get(3).series()).hasSize(1);
    assertThat(panels.panels().get(3).series().get(0).points())
        .extracting(Point::y)
        .as("what was read before is not of the trial")
        .containsExactly(25.0, 50.0);
    assertThat(panels.panels())
        .extracting(panel -> Extent.of(panel, Paper.PLOT_HEIGHT).xMax())
        .as("the same time")
        .containsOnly(Extent.of(panels.panels().get(0), Paper.PLOT_HEIGHT).xMax());
  }

  @Test
  void neitherIsDrawnWhereNoServerTells() throws IOException {
    Files.delete(run.directory.counters());
    Files.delete(run.directory.samples());

    assertThat(Catalogue.of(Run.read(root), Words.ENGLISH))
        .extracting(spec -> spec.caption().name())
        .doesNotContain("time-spent", "server-time");
  }

  @Test
  void aGpuOnWhichNothingComputesIsNotDrawn() throws IOException {
    String line =
        "{\"at\":%d,\"source\":\"gpu:%d\",\"values\":{\"processes\":%d,\"powerWatts\":90}}\n";
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      lines.append(line.formatted(i, 0, i / 3)).append(line.formatted(i, 1, 0));
    }
    Files.writeString(run.directory.samples(), lines);

    assertThat(((Lines) chart("gpu-power-time")).series())
        .extracting(Series::name)
        .containsExactly("GPU 0");
  }

  private ChartSpec chart(String name) {
    return Catalogue.of(Run.read(root), Words.ENGLISH).stream()
        .filter(spec -> spec.caption().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
