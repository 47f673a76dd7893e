package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureFilesTest {
  @TempDir Path folder;

  @Test
  void everyFigureComesInSixFormatsWithTheSameName() {
    List<Path> files = FigureFiles.write(Samples.bars(2, List.of("chat", "qa")), folder);
    assertThat(files)
        .extracting(f -> f.getFileName().toString())
        .containsExactly(
            "bars-2-2.png",
            "bars-2-2.pdf",
            "bars-2-2.svg",
            "bars-2-2.tex",
            "bars-2-2.dat",
            "bars-2-2.csv")
        .allSatisfy(name -> assertThat(folder.resolve(name)).isNotEmptyFile());
  }

  @Test
  void aFigureThatCannotBeDrawnOrWrittenIsNamedAndKeepsNoOtherBack() throws Exception {
    Lines steps = Samples.steps(2, Axis.Scale.LINEAR);
    Lines undrawable = new Lines(steps.caption(), steps.form(), null, steps.y(), steps.series());
    List<ChartSpec> specs = List.of(undrawable, Samples.heat(2), Samples.stacked());

    assertThatThrownBy(() -> Figures.draw(specs, folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("cannot draw the figure " + steps.caption().name() + ": .+");
    assertThat(names()).hasSize(12).noneMatch(one -> one.startsWith(steps.caption().name()));

    String heat = Samples.heat(2).caption().name();
    Files.delete(folder.resolve(heat + ".svg"));
    Files.createDirectories(folder.resolve(heat + ".svg/mine"));
    List<String> before = names();
    assertThatThrownBy(() -> Figures.draw(specs.subList(1, 3), folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write the figure " + folder.resolve(heat))
        .hasNoSuppressedExceptions();
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void whatCannotBeWrittenAsAWholeLeavesTheFigureThatWasThere() throws Exception {
    ChartSpec heat = Samples.heat(2);
    FigureFiles.write(heat, folder);
    List<String> before = names();
    Path png = folder.resolve(heat.caption().name() + ".png");
    Files.writeString(png, "earlier");
    Files.createDirectories(folder.resolve(heat.caption().name() + ".csv.part"));

    assertThatThrownBy(() -> FigureFiles.write(heat, folder)).hasMessageContaining("cannot write");

    assertThat(png).hasContent("earlier");
    assertThat(names()).isEqualTo(before);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void pngSaysThatItHasThreeHundredDotsPerInch() throws Exception {
    byte[] png = Files.readAllBytes(FigureFiles.write(Samples.heat(2), folder).get(0));
    String header = new String(png, 0, 64, StandardCharsets.ISO_8859_1);
    int chunk = header.indexOf("pHYs");
    assertThat(chunk).isPositive();
    int perMetre =
        (png[chunk + 4] & 255) << 24
            | (png[chunk + 5] & 255) << 16
            | (png[chunk + 6] & 255) << 8
            | png[chunk + 7] & 255;
    assertThat(perMetre).isEqualTo(11811);
  }

  @Test
  void pdfHasTheWidthOfAColumnOrOfTheText() throws Exception {
    assertThat(pageWidth(Samples.bars(2, List.of("chat", "qa")))).isBetween(84.0, 84.2);
    assertThat(pageWidth(Samples.traces(2))).isBetween(150.0, 150.2);
  }

  private double pageWidth(ChartSpec spec) throws Exception {
    try (PDDocument pdf = Loader.loadPDF(FigureFiles.write(spec, folder).get(1).toFile())) {
      return Math.round(pdf.getPage(0).getMediaBox().getWidth() / 72 * 25.4 * 100) / 100.0;
    }
  }

  @Test
  void csvHoldsTheNumbersAndLeavesTheUnknownEmpty() {
    String csv = DataCsv.of(Samples.bars(2, List.of("chat", "a, \"b\"", "code")));
    assertThat(csv.lines())
        .hasSize(7)
        .first()
        .isEqualTo("series,group,Total latency (ms),interval low,interval high,n,suspect,repeats");
    assertThat(csv.lines().toList().get(2))
        .startsWith("custom (fifo),\"a, \"\"b\"\"\",")
        .endsWith(",400,suspect,");
    assertThat(csv.lines().toList().get(6)).startsWith("vLLM 0.11,code,,");
  }
}
