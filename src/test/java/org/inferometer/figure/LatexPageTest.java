package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatexPageTest {
  @TempDir Path folder;

  @Test
  void aTwoColumnPageWithFiguresAndATableCompiles() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/pdflatex")),
        "no pdflatex is installed: the PGFPlots files are not compiled");
    List<ChartSpec> specs =
        List.of(
            Samples.bars(3, List.of("chat", "summarization", "qa", "code")),
            Samples.curves(6, List.of(1, 2, 4, 8, 10, 12), Axis.Scale.LOG2, Axis.Scale.LOG10),
            Samples.steps(2, Axis.Scale.LOG10),
            Samples.stacked(),
            Samples.panels(2, 2),
            Samples.heat(3));
    Path run = folder.resolve("run");
    new SyntheticRun(2, 1000, 6).write(run);
    Path plan = run.resolve("plan.json");
    Files.writeString(plan, Files.readString(plan).replace("Stack 1", Samples.STACKS.get(3)));
    Tables.write(Run.read(run));
    StringBuilder page = new StringBuilder();
    page.append(
        """
        \\documentclass[10pt,twocolumn,a4paper]{article}
        \\usepackage[T1]{fontenc}
        \\usepackage{booktabs,tabularx,pgfplots}
        \\pgfplotsset{compat=1.18}
        \\usepgfplotslibrary{fillbetween,groupplots}
        \\usetikzlibrary{patterns}
        \\newcommand{\\inferometerplots}{plots}
        \\begin{document}
        \\input{run/tables.tex}
        """);
    for (ChartSpec spec : specs) {
      FigureFiles.write(spec, folder.resolve("plots"));
      boolean wide = Picture.of(spec).width() > Paper.COLUMN + 1;
      String environment = wide ? "figure*" : "figure";
      page.append(
          "\\begin{%s}\\input{plots/%s.tex}\\caption{%s}\\end{%s}\\clearpage\n"
              .formatted(
                  environment,
                  spec.caption().name(),
                  Latex.escape(spec.caption().text()),
                  environment));
    }
    Files.writeString(folder.resolve("page.tex"), page.append("\\end{document}\n"));
    Process latex =
        new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(latex.waitFor(180, TimeUnit.SECONDS)).isTrue();
    String log = Files.readString(folder.resolve("page.log"), StandardCharsets.ISO_8859_1);
    assertThat(latex.exitValue()).as(log.substring(Math.max(0, log.length() - 2000))).isZero();
    assertThat(log).doesNotContain("Overfull \\hbox");
  }

  @Test
  void textIsEscapedForLatex() {
    assertThat(Latex.escape("100 % of a_b & {c} #1 $ ^ ~ \\ s²"))
        .isEqualTo(
            "100 \\% of a\\_b \\& \\{c\\} \\#1 \\$ \\textasciicircum{} \\textasciitilde{}"
                + " \\textbackslash{} s\\textsuperscript{2}");
  }
}
