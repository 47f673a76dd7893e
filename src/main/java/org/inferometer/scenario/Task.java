package org.inferometer.scenario;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inferometer.dataset.Generation;

/**
 * Something the models are asked to do.
 *
 * @param prompts JSON Lines file of prompts
 * @param api {@code completions} or {@code chat}
 * @param template text of a request, with <code>{text}</code> where the prompt goes
 * @param generation arguments by model name
 */
public record Task(
    String name, Path prompts, String api, String template, Map<String, Generation> generation) {

  public Task {
    generation = Collections.unmodifiableMap(new LinkedHashMap<>(generation));
  }

  /** The arguments used with {@code model}. */
  public Generation generation(String model) {
    return generation.get(model);
  }
}
