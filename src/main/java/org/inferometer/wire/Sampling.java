package org.inferometer.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** What engines of the llama.cpp family must be told so that they sample as others do unasked. */
final class Sampling {
  private Sampling() {}

  /**
   * Arguments that leave the model's distribution as it is, as OpenAI's API does with what is not
   * said: without them Ollama and llama.cpp cut it to 40 candidates, draw at a temperature of 0.8
   * and may count against what was said before, which changes greedy answers, too.
   *
   * @param dialect whose fields to leave out are left out
   */
  static Map<String, Object> neutral(Dialect dialect) {
    Map<String, Object> neutral = new LinkedHashMap<>();
    neutral.put("temperature", 1.0);
    neutral.put("top_p", 1.0);
    neutral.put("top_k", 0);
    neutral.put("min_p", 0.0);
    neutral.put("repeat_penalty", 1.0);
    neutral.keySet().removeIf(name -> !dialect.takes(name));
    return neutral;
  }
}
