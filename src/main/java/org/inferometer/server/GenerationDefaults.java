package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.function.DoublePredicate;
import org.inferometer.server.model.ModelException;

/**
 * What a request that does not say otherwise gets, from {@code generation_config.json}. The same
 * keys as in vLLM ({@code ModelConfig.get_diff_sampling_param}), with the values that a request may
 * give them; {@code do_sample} is not looked at.
 *
 * @param sampling without a seed
 * @param maxTokens most tokens of a chat answer, or {@code null} for the rest of the context
 */
public record GenerationDefaults(Sampling sampling, Integer maxTokens) {
  /**
   * Reads the file, if there is one.
   *
   * @throws ModelException if a value is not allowed
   */
  static GenerationDefaults read(Path directory) {
    Path file = directory.resolve("generation_config.json");
    JsonNode root = ModelFiles.json(file);
    if (!root.isMissingNode() && !root.isObject()) {
      throw new ModelException(file + ": expected a JSON object");
    }
    return new Keys(file, root).read();
  }

  /** The file's keys; one that is {@code null} is not there. */
  private record Keys(Path file, JsonNode root) {
    GenerationDefaults read() {
      Sampling otherwise = Sampling.DEFAULT;
      return new GenerationDefaults(
          new Sampling(
              number("temperature", otherwise.temperature(), "from 0 on", v -> v >= 0),
              integer("top_k", otherwise.topK(), -1),
              number("top_p", otherwise.topP(), "above 0, at most 1", v -> v > 0 && v <= 1),
              number("min_p", otherwise.minP(), "from 0 to 1", v -> v >= 0 && v <= 1),
              number("repetition_penalty", otherwise.repetitionPenalty(), "above 0", v -> v > 0),
              penalty("presence_penalty", otherwise.presencePenalty()),
              penalty("frequency_penalty", otherwise.frequencyPenalty()),
              null),
          integer("max_new_tokens", null, 1));
    }

    private double penalty(String key, double otherwise) {
      return number(key, otherwise, "from -2 to 2", v -> v >= -2 && v <= 2);
    }

    private double number(String key, double otherwise, String range, DoublePredicate allowed) {
      if (!root.hasNonNull(key)) {
        return otherwise;
      }
      JsonNode value = root.get(key);
      double number = value.doubleValue();
      if (!value.isNumber() || Double.isInfinite(number) || !allowed.test(number)) {
        throw wrong(key, "a number " + range);
      }
      return number;
    }

    private Integer integer(String key, Integer otherwise, int least) {
      if (!root.hasNonNull(key)) {
        return otherwise;
      }
      JsonNode value = root.get(key);
      if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
        throw wrong(key, "a whole number from " + least + " on");
      }
      return value.intValue();
    }

    private ModelException wrong(String key, String allowed) {
      String found = root.get(key).toString();
      found = found.length() <= 100 ? found : found.substring(0, 100) + "...";
      return new ModelException(
          file
              + ": "
              + key
              + " is "
              + found
              + ", supported: "
              + allowed
              + "; correct or remove it");
    }
  }
}
