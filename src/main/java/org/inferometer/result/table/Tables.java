package org.inferometer.result.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.TrialResult;

/** Writes every table of a run into its directory. */
public final class Tables {
  private Tables() {}

  /**
   * Writes {@code summary.csv}, {@code summary-short.csv}, {@code summary.json}, {@code report.md},
   * {@code tables.tex} and one {@code service/<stack>/<trial>.json} per trial, over what is there.
   */
  public static void write(Run run) {
    RunDirectory directory = run.directory();
    write(directory.summaryCsv(), SummaryCsv.of(run));
    write(directory.root().resolve("summary-short.csv"), SummaryCsv.brief(run));
    write(directory.summaryJson(), json(SummaryJson.of(run)));
    write(directory.root().resolve("report.md"), MarkdownReport.of(run));
    write(directory.root().resolve("tables.tex"), LatexTables.of(run));
    for (TrialResult trial : run.trials()) {
      write(
          directory
              .root()
              .resolve("service")
              .resolve(trial.stack())
              .resolve(trial.cell().name() + ".json"),
          json(ServiceReport.of(trial)));
    }
  }

  private static String json(ObjectNode node) {
    return node.toPrettyString() + "\n";
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
