package org.inferometer.server;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Chooses one sequence's tokens. */
final class Sampler {
  private static final int BUCKET_SHIFT = 18;

  private final Sampling sampling;
  private final SplittableRandom random;
  private final BitSet seen = new BitSet();
  private long[] candidates = {};

  Sampler(Sampling sampling) {
    this.sampling = sampling;
    this.random =
        sampling.seed() == null ? new SplittableRandom() : new SplittableRandom(sampling.seed());
  }

  /**
   * The next token.
   *
   * @param logits one per vocabulary entry; changed where there are penalties
   * @param tokens the sequence so far
   * @param prompt how many of them are the prompt
   * @param length how many there are
   */
  int next(float[] logits, int[] tokens, int prompt, int length) {
    penalize(logits, tokens, prompt, length);
    int best = best(logits);
    return sampling.temperature() == 0 ? best : draw(logits, logits[best]);
  }

  private void penalize(float[] logits, int[] tokens, int prompt, int length) {
    if (sampling.repetitionPenalty() != 1) {
      float penalty = (float) sampling.repetitionPenalty();
      seen.clear();
      for (int i = 0; i < length; i++) {
        int token = tokens[i];
        if (!seen.get(token)) {
          seen.set(token);
          logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
        }
      }
    }
    if (sampling.presencePenalty() != 0 || sampling.frequencyPenalty() != 0) {
      seen.clear();
      for (int i = prompt; i < length; i++) {
        int token = tokens[i];
        logits[token] -= (float) sampling.frequencyPenalty();
        if (!seen.get(token)) {
          seen.set(token);
          logits[token] -= (float) sampling.presencePenalty();
        }
      }
    }
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  private int draw(float[] logits, float best) {
    if (candidates.length < logits.length) {
      candidates = new long[logits.length];
    }
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      float weight = (float) Math.exp((logits[i] - best) / sampling.temperature());
      candidates[i] = candidate(weight, i);
      total += weight;
    }
    int count = cut(logits.length, total);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weight(candidates[i]);
    }
    double left = random.nextDouble() * sum;
    int i = 0;
    for (left -= weight(candidates[0]); left >= 0 && i < count - 1; ) {
      left -= weight(candidates[++i]);
    }
    return token(candidates[i]);
  }

  /** Moves the candidates that stay to the front, and says how many they are. */
  private int cut(int count, double total) {
    boolean all = sampling.topK() <= 0 || sampling.topK() >= count;
    double least = sampling.minP();
    if (all && sampling.topP() < 1) {
      // Tokens below this share together have less than what top_p leaves out: no need to sort
      // them.
      least = Math.max(least, (1 - sampling.topP()) * total / count);
    } else if (!all) {
      least = Math.max(least, leastOfBest(count));
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (weight(candidates[i]) >= least) {
        candidates[kept++] = candidates[i];
      }
    }
    if (all && sampling.topP() == 1) {
      return kept;
    }
    Arrays.sort(candidates, 0, kept);
    kept = all ? kept : Math.min(kept, sampling.topK());
    if (sampling.topP() == 1) {
      return kept;
    }
    double sum = total;
    if (!all || sampling.minP() > 0) {
      sum = 0;
      for (int i = 0; i < kept; i++) {
        sum += weight(candidates[i]);
      }
    }
    double share = 0;
    for (int i = 0; i < kept; i++) {
      share += weight(candidates[i]);
      if (share >= sampling.topP() * sum) {
        return i + 1;
      }
    }
    return kept;
  }

  /** A weight that at least {@code top_k} candidates have, and not many more. */
  private float leastOfBest(int count) {
    int[] buckets = new int[1 << (32 - BUCKET_SHIFT)];
    for (int i = 0; i < count; i++) {
      buckets[Float.floatToIntBits(weight(candidates[i])) >>> BUCKET_SHIFT]++;
    }
    int bucket = buckets.length - 1;
    for (int left = sampling.topK() - buckets[bucket]; left > 0 && bucket > 0; ) {
      left -= buckets[--bucket];
    }
    return Float.intBitsToFloat(bucket << BUCKET_SHIFT);
  }

  /** Sorts by falling weight, then by rising token. Weights are not negative. */
  private static long candidate(float weight, int token) {
    return ((long) ~Float.floatToIntBits(weight) << 32) | token;
  }

  private static float weight(long candidate) {
    return Float.intBitsToFloat(~(int) (candidate >> 32));
  }

  private static int token(long candidate) {
    return (int) candidate;
  }
}
