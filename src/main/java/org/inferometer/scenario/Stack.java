package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A serving system under test.
 *
 * @param label its name in figures
 * @param dialect what its protocol takes: {@code openai}, {@code vllm}, {@code transformers} or
 *     {@code llama-cpp}
 * @param url where it listens, without a path; absent if it is launched on a free port
 * @param launch how it is started; absent for a server that runs already
 * @param models name under which it serves each model, by the scenario's model name
 * @param apiKey where its key is found, if it wants one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stack(
    String name,
    String label,
    String dialect,
    URI url,
    Launch launch,
    Map<String, String> models,
    @JsonProperty("api_key") ApiKey apiKey) {

  public Stack {
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
  }

  /** What {@code model} is called in requests to this stack. */
  public String served(String model) {
    return models.get(model);
  }
}
