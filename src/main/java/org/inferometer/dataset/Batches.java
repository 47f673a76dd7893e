package org.inferometer.dataset;

import java.util.stream.IntStream;
import org.inferometer.record.Phase;

/**
 * Several prompts in each request: those that stand next to each other in a sequence.
 *
 * @param single one after the other
 * @param size prompts of a request
 */
public record Batches(Questions single, int size) implements Questions {
  @Override
  public Prompt prompt(Phase phase, long position) {
    return Prompt.together(
        IntStream.range(0, size).mapToObj(i -> single.prompt(phase, position * size + i)).toList());
  }

  /** The arguments of the first: a request has them once. */
  @Override
  public Generation generation(Generation ofTask, Phase phase, long position) {
    return single.generation(ofTask, phase, position);
  }
}
