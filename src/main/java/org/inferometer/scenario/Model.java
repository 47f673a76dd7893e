package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;

/**
 * A model under test.
 *
 * @param label its name in figures, tables and on the console
 * @param directory its Hugging Face directory; for a generated model, where it is written; absent
 *     where only running servers are asked
 * @param generate how to write the directory if it is not there yet; absent for an existing model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Model(String name, String label, Path directory, Generate generate) {

  /** A model that is called by its name everywhere. */
  public Model(String name, Path directory, Generate generate) {
    this(name, name, directory, generate);
  }

  public Model {
    // Plans of earlier versions have none.
    label = label == null ? name : label;
  }

  /**
   * Arguments of {@code inferometer model}: a model with random weights.
   *
   * @param family architecture, such as {@code gpt2} or {@code llama}
   * @param size named shape, such as {@code tiny} or {@code small}
   * @param seed seed of the weights
   */
  public record Generate(String family, String size, long seed) {}
}
