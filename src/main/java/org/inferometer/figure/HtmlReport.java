package org.inferometer.figure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.table.CellTable;
import org.inferometer.result.table.Grid;
import org.inferometer.result.table.Verdicts;

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
    figures();
    tables();
    trials();
    environment();
    reproduce();
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
      page.text("p", "banner", "Incomplete: this run did not come to its end.");
    }
    String stacks =
        run.stacks().stream()
            .map(stack -> CellTable.label(run, stack.name()))
            .collect(Collectors.joining(", "));
    page.text("p", stacks + " – " + count(run.cells().size(), "cell"));
    long suspect = run.trials().stream().filter(one -> !one.validity().isValid()).count();
    page.text(
        "p",
        suspect == 0 ? "valid" : "suspect",
        "%s, %d of them suspect.".formatted(count(run.trials().size(), "trial"), suspect));
    page.raw("<nav><a href=\"#verdicts\">Verdicts</a><a href=\"#figures\">Figures</a>")
        .raw("<a href=\"#tables\">Tables</a><a href=\"#trials\">Trials</a>")
        .raw("<a href=\"#environment\">Environment</a><a href=\"#again\">Again</a></nav>\n");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void verdicts() {
    page.raw("<h2 id=\"verdicts\">Verdicts</h2>\n");
    if (run.comparisons().isEmpty()) {
      page.text("p", "There is nothing to compare: no cell has been measured on two stacks.");
      return;
    }
    page.table("left", Headlines.HEADER, Headlines.of(run));
    page.raw("<div class=\"note\">").list(Verdicts.notes(run)).raw("</div>");
  }

  private void figures() {
    page.raw("<h2 id=\"figures\">Figures</h2>\n");
    List<ChartSpec> all = Catalogue.of(run, words);
    int main = Math.min(MAIN_FIGURES, all.size());
    figures(all.subList(0, main), 0);
    if (all.size() > main) {
      page.details("More figures", () -> figures(all.subList(main, all.size()), main));
    }
  }

  private void figures(List<ChartSpec> specs, int first) {
    page.raw("<div class=\"figures\">\n");
    for (int i = 0; i < specs.size(); i++) {
      boolean wide = Picture.of(specs.get(i)).width() > Paper.COLUMN + 1;
      page.raw(wide ? "<figure class=\"wide\">" : "<figure>")
          .raw("<div class=\"scroll\">" + InlineSvg.of(specs.get(i), first + i) + "</div>\n")
          .text("figcaption", specs.get(i).caption().text())
          .raw("</figure>\n");
    }
    page.raw("</div>\n");
  }

  private void tables() {
    page.raw("<h2 id=\"tables\">Tables</h2>\n");
    for (Cell cell : run.cells()) {
      Grid grid = CellTable.of(run, cell);
      page.text("h3", CellTable.title(cell)).table("", grid.header(), grid.rows());
      page.raw("<div class=\"note\">").list(Verdicts.of(run, cell)).raw("</div>");
    }
  }

  private void trials() {
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult trial : run.trials()) {
      rows.add(
          List.of(
              CellTable.label(run, trial.stack()),
              CellTable.title(trial.cell()),
              Integer.toString(trial.repeats().size()),
              trial.outcomes().entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")),
              trial.tokenSource() == null
                  ? ""
                  : trial.tokenSource().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              trial.validity().isValid()
                  ? "valid"
                  : "suspect: " + String.join("; ", trial.validity().reasons())));
    }
    page.raw("<h2 id=\"trials\">Trials</h2>\n");
    page.table(
        "left", List.of("stack", "cell", "repeats", "requests", "tokens from", "validity"), rows);
    if (!run.problems().isEmpty()) {
      page.text("h3", "Problems").list(run.problems());
    }
  }

  private void environment() {
    page.raw("<h2 id=\"environment\">Environment</h2>\n");
    if (run.environment().isMissingNode()) {
      page.text("p", "The run has no environment.json.");
      return;
    }
    page.text("pre", run.environment().toPrettyString());
  }

  private void reproduce() throws IOException {
    page.raw("<h2 id=\"again\">Do it again</h2>\n");
    page.text("p", "Measure again with the scenario of this run, or redraw from its records:");
    page.text(
        "pre",
        "java -jar inferometer.jar run scenario.yaml\njava -jar inferometer.jar report "
            + run.name());
    Path scenario = run.directory().scenario();
    if (Files.isRegularFile(scenario)) {
      String text = Files.readString(scenario);
      page.details("scenario.yaml", () -> page.text("pre", text));
    }
  }
}
