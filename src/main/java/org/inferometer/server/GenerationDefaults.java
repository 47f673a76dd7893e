package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * What a request that does not say otherwise gets, from {@code generation_config.json}. The same
 * keys as in vLLM ({@code ModelConfig.get_diff_sampling_param}); {@code do_sample} is not looked
 * at.
 *
 * @param sampling without a seed
 * @param maxTokens most tokens of a chat answer, or {@code null} for the rest of the context
 */
public record GenerationDefaults(Sampling sampling, Integer maxTokens) {
  /** Reads the file, if there is one. */
  static GenerationDefaults read(Path directory) {
    JsonNode file = ModelFiles.json(directory.resolve("generation_config.json"));
    Sampling otherwise = Sampling.DEFAULT;
    return new GenerationDefaults(
        new Sampling(
            file.path("temperature").asDouble(otherwise.temperature()),
            file.path("top_k").asInt(otherwise.topK()),
            file.path("top_p").asDouble(otherwise.topP()),
            file.path("min_p").asDouble(otherwise.minP()),
            file.path("repetition_penalty").asDouble(otherwise.repetitionPenalty()),
            file.path("presence_penalty").asDouble(otherwise.presencePenalty()),
            file.path("frequency_penalty").asDouble(otherwise.frequencyPenalty()),
            null),
        file.hasNonNull("max_new_tokens") ? file.get("max_new_tokens").asInt() : null);
  }
}
