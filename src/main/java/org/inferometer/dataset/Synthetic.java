package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts that are made, of lengths that are asked for.
 *
 * @param promptTokens tokens of each, without those that a chat template or the tokenizer adds
 * @param count how many different ones there are, where they are asked again and again, and how
 *     many lengths
 */
public record Synthetic(@JsonProperty("prompt_tokens") Lengths promptTokens, int count)
    implements PromptSequence.Renewal {

  @JsonCreator
  public Synthetic {}

  /** All of one length. */
  public Synthetic(int promptTokens, int count) {
    this(Lengths.of(promptTokens), count);
  }

  /** The prompts. */
  public List<Prompt> prompts() {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> prompt("synthetic-" + i, promptTokens.of(i, count), "prompt", i))
        .toList();
  }

  /** Another of the same length: all its words are others, so nothing needs to stand before it. */
  @Override
  public Prompt anew(Prompt prompt, Object... key) {
    return prompt(prompt.id(), SyntheticText.tokens(prompt.text()), key);
  }

  private static Prompt prompt(String id, int tokens, Object... key) {
    return new Prompt(id, SyntheticText.of(tokens, key), null);
  }
}
