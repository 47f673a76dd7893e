package org.inferometer.report.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.TrialResult;

/** Writes every table of a run. */
public final class Tables {
  private Tables() {}

  /** Writes them into the run's directory. */
  public static void write(Run run) {
    write(run, run.directory().root());
  }

  /**
   * Writes {@code summary.csv}, {@code summary-short.csv}, {@code summary.json}, {@code sweep.csv}
   * where loads are swept, {@code tenants.csv} where there are tenants, {@code sharing.csv} where
   * they share the machine in several ways, {@code windows.csv} where repeats had to agree, {@code
   * turns.csv} of conversations, {@code report.md}, {@code tables.tex} and one {@code
   * service/<stack>/<trial>.json} per trial into {@code folder}, over what is there.
   */
  public static void write(Run run, Path folder) {
    RunDirectory directory = new RunDirectory(folder);
    write(directory.summaryCsv(), SummaryCsv.of(run));
    write(folder.resolve("summary-short.csv"), SummaryCsv.brief(run));
    write(directory.summaryJson(), json(SummaryJson.of(run)));
    writeIfAny(folder.resolve("sweep.csv"), SweepTable.csv(run));
    writeIfAny(folder.resolve("tenants.csv"), TenantTable.csv(run));
    writeIfAny(folder.resolve("sharing.csv"), SharingTable.csv(run));
    writeIfAny(folder.resolve("windows.csv"), WindowsTable.csv(run));
    writeIfAny(folder.resolve("turns.csv"), TurnTable.csv(run));
    write(folder.resolve("report.md"), MarkdownReport.of(run));
    write(folder.resolve("tables.tex"), LatexTables.of(run));
    TenantFiles.write(run, folder);
    for (TrialResult trial : run.trials()) {
      write(
          folder.resolve("service").resolve(trial.stack()).resolve(trial.cell().name() + ".json"),
          json(ServiceReport.of(trial)));
    }
  }

  private static String json(ObjectNode node) {
    return node.toPrettyString() + "\n";
  }

  private static void writeIfAny(Path file, String text) {
    if (!text.isEmpty()) {
      write(file, text);
    }
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
