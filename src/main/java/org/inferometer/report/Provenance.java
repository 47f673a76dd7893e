package org.inferometer.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inferometer.report.table.RunFacts;
import org.inferometer.result.Run;

/** The end of a report's {@code page}: where the run was measured, and how to do it again. */
record Provenance(Run run, Html page) {
  /** A folder of fewer names is no project's, and of no use to be seen from. */
  private static final int FEWEST_NAMES = 2;

  void write() throws IOException {
    environment();
    reproduce();
  }

  private void environment() {
    page.raw("<h2 id=\"environment\">Environment</h2>\n");
    Map<String, String> commands = RunFacts.commands(run);
    if (!commands.isEmpty()) {
      page.raw("<dl>\n");
      commands.forEach((stack, command) -> page.text("dt", stack).text("dd", command));
      page.raw("</dl>\n");
    }
    if (run.environment().isMissingNode()) {
      page.text("p", "The run has no environment.json.");
      return;
    }
    page.details("environment.json", () -> page.text("pre", fromTheScenario()));
  }

  /**
   * The environment with paths as seen from the scenario's folder or the one above it: who reads
   * the report is seldom on that machine. The file itself has them whole.
   */
  private String fromTheScenario() {
    String text = run.environment().toPrettyString();
    Path folder = run.plan().scenario().folder();
    for (Path base : Arrays.asList(folder, folder.getParent())) {
      if (base != null && base.getNameCount() >= FEWEST_NAMES) {
        text = text.replace(base + "/", "");
      }
    }
    return text;
  }

  private void reproduce() throws IOException {
    page.raw("<h2 id=\"again\">Do it again</h2>\n");
    page.text(
        "p",
        "Redraw tables and figures from the records; measure again, here or elsewhere, with the"
            + " scenario laid beside its files of prompts; and hold the two runs against each"
            + " other:");
    page.text(
        "pre",
        """
        java -jar inferometer.jar report %1$s
        java -jar inferometer.jar run scenario.yaml
        java -jar inferometer.jar compare %1$s NEW-RUN"""
            .formatted(run.name()));
    JsonNode prompts = run.environment().path("prompts");
    if (prompts.isObject()) {
      List<List<String>> rows = new ArrayList<>();
      prompts.properties().forEach(one -> rows.add(List.of(one.getKey(), one.getValue().asText())));
      page.table("left", List.of("prompts of", "SHA-256 of the file"), rows);
    }
    Path scenario = run.directory().scenario();
    if (Files.isRegularFile(scenario)) {
      String text = Files.readString(scenario);
      page.details("scenario.yaml", () -> page.text("pre", text));
    }
  }
}
