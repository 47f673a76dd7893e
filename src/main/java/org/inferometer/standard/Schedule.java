package org.inferometer.standard;

import java.util.SplittableRandom;

/**
 * When each token of an answer is due, in nanoseconds after the arrival of its request: token
 * {@code k} at {@code ttft + k * itl}, changed by the other settings.
 *
 * @param ttftNanos of the first token
 * @param itlNanos between tokens
 * @param tokens of the answer
 * @param jitter half width of a uniform change of each interval, as a share of it
 * @param seed of the jitter
 * @param burst tokens that come together, when the last of them is due
 * @param stallAfter tokens before a stall
 * @param stallNanos length of the stall; everything after it is later by so much
 */
public record Schedule(
    long ttftNanos,
    long itlNanos,
    int tokens,
    double jitter,
    long seed,
    int burst,
    int stallAfter,
    long stallNanos) {

  public Schedule {
    if (tokens < 0 || burst < 1 || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException(
          "tokens must be 0 or more, burst 1 or more, jitter between 0 and 1; found "
              + tokens
              + ", "
              + burst
              + ", "
              + jitter);
    }
  }

  static Schedule of(Knobs knobs) {
    return new Schedule(
        knobs.nanos("ttft", 100_000_000),
        knobs.nanos("itl", 20_000_000),
        knobs.integer("tokens", 64),
        knobs.number("jitter", 0),
        knobs.integer("seed", 0),
        knobs.integer("burst", 1),
        knobs.integer("stallAfter", 0),
        knobs.nanos("stall", 0));
  }

  /** The same with another seed. */
  Schedule withSeed(long other) {
    return new Schedule(ttftNanos, itlNanos, tokens, jitter, other, burst, stallAfter, stallNanos);
  }

  /** The due time of each token. */
  public long[] dueNanos() {
    SplittableRandom random = new SplittableRandom(seed);
    long[] due = new long[tokens];
    long time = ttftNanos;
    for (int k = 0; k < tokens; k++) {
      if (k > 0) {
        time += Math.round(itlNanos * (jitter == 0 ? 1 : 1 + random.nextDouble(-jitter, jitter)));
        time += k == stallAfter ? stallNanos : 0;
      }
      due[k] = time;
    }
    for (int k = 0; k < tokens; k++) {
      due[k] = due[Math.min(tokens - 1, k / burst * burst + burst - 1)];
    }
    return due;
  }
}
