package org.inferometer.server;

/**
 * How the next token is chosen, in vLLM's terms and order: penalties, temperature, {@code min_p},
 * {@code top_k}, {@code top_p}.
 *
 * @param temperature 0 takes the best token
 * @param topK how many of the best tokens stay; 0 or below for all
 * @param topP the best tokens that have this share of probability together stay; 1 for all
 * @param minP tokens less probable than this share of the best one's probability go
 * @param repetitionPenalty divides positive and multiplies negative logits of tokens in prompt or
 *     output; 1 for none
 * @param presencePenalty is subtracted from logits of tokens in the output
 * @param frequencyPenalty is subtracted from logits of tokens for each time in the output
 * @param seed makes the choice reproducible; {@code null} for a new one each time
 */
public record Sampling(
    double temperature,
    int topK,
    double topP,
    double minP,
    double repetitionPenalty,
    double presencePenalty,
    double frequencyPenalty,
    Long seed) {

  /** OpenAI's and vLLM's defaults: the model's own distribution. */
  public static final Sampling DEFAULT = new Sampling(1, 0, 1, 0, 1, 0, 0, null);

  /** The best token each time. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 0, 0, null);
}
