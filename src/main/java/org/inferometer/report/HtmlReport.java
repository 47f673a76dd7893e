package org.inferometer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.ChartSpec;
import org.inferometer.figure.InlineSvg;
import org.inferometer.figure.Words;
import org.inferometer.report.table.CellTable;
import org.inferometer.report.table.CellTables;
import org.inferometer.report.table.ConsoleReport;
import org.inferometer.report.table.Grid;
import org.inferometer.report.table.Method;
import org.inferometer.report.table.RunFacts;
import org.inferometer.report.table.SharingTable;
import org.inferometer.report.table.TargetTable;
import org.inferometer.report.table.TenantTable;
import org.inferometer.report.table.Verdicts;
import org.inferometer.result.Cell;
import org.inferometer.result.Reason;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;

/** A run as one page that needs nothing else: no network, no other file, no script. */
public final class HtmlReport {
  private static final int MAIN_FIGURES = 6;

  private final Html page = new Html();
  private final Run run;
  private final Words words;

  private HtmlReport(Run run, Words words) {
    this.run = run;
    this.words = words;
  }

  /** Writes the page to {@code file}, over what is there. */
  public static void write(Run run, Path file) {
    write(run, file, Words.ENGLISH);
  }

  /** The same with figures in other words. */
  public static void write(Run run, Path file, Words words) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, new HtmlReport(run, words).page());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report " + file + ": " + e.getMessage(), e);
    }
  }

  private String page() throws IOException {
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" ")
        .raw("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .text("title", run.name())
        .raw("<style>\n" + style() + "</style></head><body>\n");
    head();
    verdicts();
    tenants();
    targets();
    figures();
    tables();
    method();
    trials();
    new Provenance(run, page).write();
    return page.raw("</body></html>\n").toString();
  }

  private static String style() throws IOException {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void head() {
    page.text("h1", run.name());
    if (!run.complete()) {
      page.text("p", "banner", "Incomplete: " + run.unfinished());
    }
    run.plan().leftOut().forEach(one -> page.text("p", "banner", "Partial: without " + one + "."));
    String description = run.plan().scenario().description();
    if (description != null) {
      page.text("p", description.strip());
    }
    page.raw("<nav><a href=\"#verdicts\">Verdicts</a>")
        .raw(run.plan().scenario().tenants() == null ? "" : "<a href=\"#tenants\">Tenants</a>")
        .raw(run.slo().targets().isEmpty() ? "" : "<a href=\"#targets\">Targets</a>")
        .raw("<a href=\"#figures\">Figures</a><a href=\"#tables\">Tables</a>")
        .raw("<a href=\"#method\">Method</a><a href=\"#trials\">Trials</a>")
        .raw("<a href=\"#environment\">Environment</a><a href=\"#again\">Again</a></nav>\n")
        .raw("<dl>\n");
    RunFacts.of(run)
        .forEach(
            (subject, sentences) -> {
              page.text("dt", subject);
              sentences.forEach(one -> page.text("dd", one));
            });
    page.raw("</dl>\n");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void verdicts() {
    page.raw("<h2 id=\"verdicts\">Verdicts</h2>\n");
    if (run.comparisons().isEmpty()) {
      page.text(
          "p",
          run.plan().scenario().tenants() == null
              ? "There is nothing to compare: no cell has been measured on two stacks."
              : "Each tenant is held against itself alone, below; none against another.");
      return;
    }
    page.text(
        "p",
        "Counted over %s, each a task, mode and number of requests in flight; °: exploratory; *: of these, with a suspect trial:"
            .formatted(count(run.cells().size(), "cell")));
    Headlines.of(run)
        .forEach((pair, rows) -> page.text("h3", pair).table("left", Headlines.HEADER, rows));
    page.raw("<div class=\"note\">").list(Verdicts.notes(run)).raw("</div>");
  }

  private void tenants() {
    TenantTable.slowdowns(run)
        .ifPresent(
            table ->
                page.raw("<h2 id=\"tenants\">Tenants</h2>\n")
                    .table("cells", table)
                    .table("cells", TenantTable.sets(run).orElseThrow())
                    .text("p", "note", TenantTable.NOTE));
    SharingTable.of(run)
        .ifPresent(
            table ->
                page.text("h3", "One way of sharing against another")
                    .table("left", table)
                    .text("p", "note", SharingTable.note(run)));
  }

  private void targets() {
    TargetTable.note(run)
        .ifPresent(
            note -> {
              page.raw("<h2 id=\"targets\">Targets</h2>\n").text("p", note);
              CellTable.groups(run, run.cells())
                  .forEach(
                      (title, cells) ->
                          TargetTable.of(run, cells)
                              .ifPresent(
                                  grid -> page.details(title, () -> page.table("cells", grid))));
            });
  }

  private void method() {
    page.raw("<h2 id=\"method\">How a trial is measured</h2>\n<dl>\n");
    Method.of(run).forEach((subject, text) -> page.text("dt", subject).text("dd", text));
    page.raw("</dl>\n");
  }

  private void figures() {
    page.raw("<h2 id=\"figures\">Figures</h2>\n");
    List<ChartSpec> all = Catalogue.of(run, words);
    InlineSvg drawings = new InlineSvg();
    int main = Math.min(MAIN_FIGURES, all.size());
    figures(all.subList(0, main), drawings);
    if (all.size() > main) {
      page.details(
          count(all.size() - main, "more figure"),
          () -> figures(all.subList(main, all.size()), drawings));
    }
    page.raw(drawings.letters());
  }

  private void figures(List<ChartSpec> specs, InlineSvg drawings) {
    page.raw("<div class=\"figures\">\n");
    for (ChartSpec spec : specs) {
      String title = Html.escape(spec.caption().text());
      page.raw(InlineSvg.isWide(spec) ? "<figure class=\"wide\">" : "<figure>")
          .raw("<div class=\"scroll\">")
          .raw(drawings.of(spec.with(spec.caption().withoutNote()), title))
          .raw("</div>\n<figcaption>")
          .raw(title + ". ")
          .text("small", spec.caption().note())
          .raw("</figcaption></figure>\n");
    }
    page.raw("</div>\n");
  }

  private void tables() {
    page.raw("<h2 id=\"tables\">Tables</h2>\n");
    page.text("p", "note", "Each with its verdicts. A star marks what a suspect trial is part of.");
    byTask(run.cells(), Cell::task)
        .forEach(
            (task, cells) -> {
              String claims =
                  Headlines.claims(
                      run.comparisons().stream()
                          .filter(one -> one.cell().task().equals(task))
                          .toList());
              page.details(task + (claims.isEmpty() ? "" : ": " + claims), () -> tables(cells));
            });
  }

  private void tables(List<Cell> cells) {
    CellTable.groups(run, cells)
        .forEach(
            (title, group) -> {
              page.text("h3", title).table("cells", CellTable.of(run, group));
              for (CellTables kind : CellTables.values()) {
                if (kind != CellTables.TARGETS) {
                  kind.of(run, group).ifPresent(table -> table(kind, table));
                }
              }
              Verdicts.grids(run, group)
                  .forEach((pair, verdicts) -> page.text("h4", pair).table("left", verdicts));
            });
  }

  private void table(CellTables kind, Grid table) {
    page.table(kind == CellTables.CROSS_CHECK ? "left" : "cells", table);
    kind.note(run).ifPresent(note -> page.text("p", "note", note));
  }

  private static <T> Map<String, List<T>> byTask(List<T> all, Function<T, String> task) {
    return all.stream()
        .collect(Collectors.groupingBy(task, LinkedHashMap::new, Collectors.toList()));
  }

  private void trials() {
    page.raw("<h2 id=\"trials\">Trials</h2>\n");
    Map<String, Long> reasons = doubts();
    if (!reasons.isEmpty()) {
      page.text("p", "Why trials are suspect:");
      page.list(
          reasons.entrySet().stream()
              .map(one -> count(one.getValue().intValue(), "trial") + ": " + one.getKey())
              .toList());
    }
    byTask(run.trials(), one -> one.cell().task())
        .forEach(
            (task, trials) ->
                page.details(
                    "%s: %s, %d suspect"
                        .formatted(
                            task,
                            count(trials.size(), "trial"),
                            trials.stream().filter(one -> !one.validity().isValid()).count()),
                    () -> trials(trials)));
    // The last lines of a stack's log, which follow, are in report.md.
    List<String> failures =
        ConsoleReport.failures(run).stream().flatMap(one -> one.lines().limit(1)).toList();
    if (!failures.isEmpty()) {
      page.text("h3", "Failures").list(failures);
    }
    if (!run.problems().isEmpty()) {
      page.text("h3", "Problems").list(run.problems());
    }
  }

  /** Reasons without the numbers in which trials differ, and how many trials have each. */
  private Map<String, Long> doubts() {
    Map<String, Long> counts =
        run.trials().stream()
            .flatMap(one -> one.validity().reasons().stream())
            .collect(
                Collectors.groupingBy(Reason::kind, LinkedHashMap::new, Collectors.counting()));
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(one -> sorted.put(one.getKey(), one.getValue()));
    return sorted;
  }

  private void trials(List<TrialResult> trials) {
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult trial : trials) {
      rows.add(
          List.of(
              CellTable.label(run, trial),
              CellTable.title(run, trial.cell()),
              Integer.toString(trial.repeats().size()),
              trial.outcomes().entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")),
              trial.tokenSource() == null
                  ? ""
                  : trial.tokenSource().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              trial.validity().isValid() ? "valid" : "suspect: " + trial.validity().text()));
    }
    page.table(
        "left",
        List.of("stack", "cell", run.unit().many(), "requests", "tokens from", "validity"),
        rows);
  }
}
