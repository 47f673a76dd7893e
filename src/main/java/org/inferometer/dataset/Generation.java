package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Arguments of a generation, under the OpenAI API's names; an absent one is not sent.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus mass, in (0, 1]
 * @param topK candidates kept
 * @param maxTokens longest answer, in tokens
 * @param seed seed of the sampling; the client adds the place of the prompt in its sequence to it
 * @param ignoreEos generate {@code maxTokens} whatever the model says
 * @param stop strings that end the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Generation(
    Double temperature,
    @JsonProperty("top_p") Double topP,
    @JsonProperty("top_k") Integer topK,
    @JsonProperty("max_tokens") Integer maxTokens,
    Long seed,
    @JsonProperty("ignore_eos") Boolean ignoreEos,
    List<String> stop) {

  /** The API's names of all arguments. */
  public static final List<String> NAMES =
      List.of("temperature", "top_p", "top_k", "max_tokens", "seed", "ignore_eos", "stop");

  /**
   * These arguments for the prompt at {@code place} of a sequence: every stack gets the same seed
   * for it, whichever thread asks.
   */
  public Generation at(long place) {
    return seed == null
        ? this
        : overriddenBy(new Generation(null, null, null, null, seed + place, null, null));
  }

  /** What is set, by the API's names. */
  public Map<String, Object> arguments() {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("temperature", temperature);
    set.put("top_p", topP);
    set.put("top_k", topK);
    set.put("max_tokens", maxTokens);
    set.put("seed", seed);
    set.put("ignore_eos", ignoreEos);
    set.put("stop", stop);
    set.values().removeIf(Objects::isNull);
    return set;
  }

  /** These arguments, with those of {@code other} where other has them. */
  public Generation overriddenBy(Generation other) {
    return other == null
        ? this
        : new Generation(
            other.temperature != null ? other.temperature : temperature,
            other.topP != null ? other.topP : topP,
            other.topK != null ? other.topK : topK,
            other.maxTokens != null ? other.maxTokens : maxTokens,
            other.seed != null ? other.seed : seed,
            other.ignoreEos != null ? other.ignoreEos : ignoreEos,
            other.stop != null ? other.stop : stop);
  }
}
