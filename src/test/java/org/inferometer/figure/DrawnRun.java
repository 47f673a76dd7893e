package org.inferometer.figure;

import java.nio.file.Path;
import java.util.List;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A run, and its figures. */
abstract class DrawnRun {
  @TempDir static Path folder;
  static Run run;

  /** Of {@code run}, in English. */
  static List<ChartSpec> figures;

  @BeforeAll
  static void writeARun() throws Exception {
    new SyntheticRun(3, 6000, 12).write(folder.resolve("run"));
    run = Run.read(folder.resolve("run"));
    figures = Catalogue.of(run, Words.ENGLISH);
  }

  /** What can be read in a figure and under it. */
  static String text(ChartSpec spec) {
    return spec.caption().text() + DataCsv.of(spec).lines().limit(2).toList();
  }

  static ChartSpec named(String figure) {
    return figures.stream()
        .filter(spec -> spec.caption().name().equals(figure))
        .findFirst()
        .orElseThrow();
  }

  static List<Lines> panels(ChartSpec spec) {
    return spec instanceof Panels all ? all.panels() : List.of((Lines) spec);
  }
}
