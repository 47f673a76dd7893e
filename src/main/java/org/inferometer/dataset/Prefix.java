package org.inferometer.dataset;

import org.inferometer.record.Phase;

/**
 * A beginning that prompts share, such as a service's instructions: what a server's prefix cache is
 * for. It is made of words of one token each. Which request begins with which is a function of its
 * place, so that every stack is asked the same; measured requests share with those of the warm-up
 * of their repeat, but with no other repeat's.
 *
 * @param tokens of it, without those that a chat template or the tokenizer adds
 * @param share of the requests that begin with one, above 0, at most 1
 * @param of how many there are
 */
public record Prefix(int tokens, double share, int of) {

  /** The questions of {@code other}, some of which begin with a shared prefix. */
  public Questions before(Questions other, String asker) {
    return new Questions() {
      @Override
      public Prompt prompt(Phase phase, long position) {
        Prompt prompt = other.prompt(phase, position);
        return shares(position)
            ? prompt.after(SyntheticText.of(tokens, asker, "prefix", which(position)))
            : prompt;
      }

      @Override
      public Generation generation(Generation ofTask, Phase phase, long position) {
        return other.generation(ofTask, phase, position);
      }
    };
  }

  /** Whether the request at a place begins with one. */
  public boolean shares(long place) {
    return (Nonce.seed("shares", place) >>> 11) * 0x1p-53 < share;
  }

  private int which(long place) {
    return Math.floorMod(Nonce.seed("which", place), of);
  }
}
