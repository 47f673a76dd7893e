package org.inferometer.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.inferometer.figure.Figures;
import org.inferometer.figure.Words;
import org.inferometer.machine.Shell;
import org.inferometer.report.HtmlReport;
import org.inferometer.report.table.ConsoleReport;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Run;

/** Tables and figures of a run, and the short of them on the console. */
final class Report {
  private static final int FEW = 8;

  private Report() {}

  /**
   * Writes the tables and the page into {@code directory}, and the figures into a folder of {@code
   * plots}, or, of an incomplete run, beside the tables, so that none of them passes for a result.
   *
   * @param directory the run's own, unless that cannot be written to
   * @param plots null for no figures
   */
  static void write(Run run, Path directory, Path plots, Words words, PrintWriter out) {
    Tables.write(run, directory);
    out.println();
    out.print(ConsoleReport.of(run, Screen.columns()));
    out.println();
    out.println(
        "tables:  summary-short.csv, summary.csv, summary.json, report.md, tables.tex in "
            + shown(directory));
    if (plots != null) {
      Path report = directory.resolve("report.html");
      HtmlReport.write(run, report, words);
      out.println("report:  " + shown(report));
      out.flush();
      Path folder = run.complete() ? plots.resolve(run.name()) : directory.resolve("plots");
      try {
        Figures.draw(run, folder, words);
      } catch (UncheckedIOException | IllegalStateException e) {
        out.printf(
            "figures: not all of them are in %s; the tables are complete. Draw again with:"
                + " inferometer report %s --plots FOLDER%n",
            shown(folder), Shell.argument(run.directory().root()));
        out.flush();
        throw e;
      }
      out.println("figures: " + shown(folder));
      fonts(Figures.shapeless(run, words), out);
    }
    out.flush();
  }

  private static void fonts(String shapeless, PrintWriter out) {
    int count = shapeless.codePointCount(0, shapeless.length());
    if (count > 0) {
      int shown = shapeless.offsetByCodePoints(0, Math.min(count, FEW));
      out.printf(
          "warning: no font here has %s (%d characters); they are empty boxes in the figures."
              + " Install one that has, such as fonts-noto-cjk (Debian, Ubuntu) or"
              + " google-noto-sans-cjk-fonts (Fedora), and redraw with: inferometer report%n",
          shapeless.substring(0, shown), count);
    }
  }

  /** As seen from here, where that is shorter. */
  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path there = path.toAbsolutePath().normalize();
    return there.startsWith(here) ? here.relativize(there) : path;
  }
}
