package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts that are made, all of one length.
 *
 * @param promptTokens tokens of each, without those that a chat template or the tokenizer adds
 * @param count how many different ones there are, where they are asked again and again
 */
public record Synthetic(@JsonProperty("prompt_tokens") int promptTokens, int count)
    implements PromptSequence.Renewal {

  /** The prompts. */
  public List<Prompt> prompts() {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new Prompt("synthetic-" + i, text("prompt", i), null))
        .toList();
  }

  /** Another of the same length: all its words are others, so nothing needs to stand before it. */
  @Override
  public Prompt anew(Prompt prompt, Object... key) {
    return new Prompt(prompt.id(), text(key), null);
  }

  private String text(Object... key) {
    return SyntheticText.of(promptTokens, key);
  }
}
