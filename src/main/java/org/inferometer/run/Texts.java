package org.inferometer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.record.Labels;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;

/**
 * What the texts of a cell's answers are wanted for.
 *
 * @param kept whether they go to the run directory
 * @param tokenizer the model's directory, whose tokenizer counts the tokens of answers of which
 *     nobody else tells them; null where it has none
 */
public record Texts(boolean kept, Path tokenizer) {

  /** Those of the cell of {@code labels}; null where texts are of no use. */
  static Texts of(Scenario scenario, Labels labels) {
    Task task = scenario.task(labels.task());
    Path directory = scenario.model(labels.model()).directory();
    boolean counts = directory != null && Files.isRegularFile(directory.resolve("tokenizer.json"));
    boolean kept = task.keepsAnswers(labels.model());
    return kept || counts ? new Texts(kept, counts ? directory : null) : null;
  }
}
