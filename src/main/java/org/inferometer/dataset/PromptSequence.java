package org.inferometer.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.inferometer.record.Phase;

/**
 * Which prompt each request of a trial gets: a function of the seed, the trial's name, its repeat
 * and the request's position, so that every stack gets the same prompts in the same order.
 *
 * <p>One half of the prompts is for measured requests, the other for all others, and a run keeps
 * them apart throughout: what a warm-up leaves in a server's cache helps no measured request.
 * Within a half no prompt comes again before all have come, each round in a new order.
 *
 * <p>A server that caches the beginnings of prompts would answer a prompt sooner when it comes
 * again. So each request asks a new one: the prompt behind a {@link Nonce}, which is the same for
 * every server, and another in each run. A prompt that is {@link Synthetic} is made anew. The id
 * stays the data set's.
 */
public final class PromptSequence implements Questions {
  private final List<Prompt> measured;
  private final List<Prompt> others;
  private final long seed;
  private final String asker;
  private final Renewal renewal;
  private final Map<Round, List<Prompt>> rounds = new ConcurrentHashMap<>();

  /** How a prompt becomes one that no server has seen. */
  public interface Renewal {
    /** By a line in front of it. */
    Renewal NONCE = (prompt, key) -> prompt.after(Nonce.of(key));

    /** The prompt as a new one, the same for the same key. */
    Prompt anew(Prompt prompt, Object... key);
  }

  private record Round(boolean measured, long number) {}

  /**
   * The sequence of one trial.
   *
   * @param run what sets the nonces of one run apart from those of all others, and those of one
   *     stack from another's on the same server; null to ask the prompts as they are, over and over
   * @param prompts at least two
   * @param renewal how prompts become new ones
   * @param seed the scenario's
   * @param trial the trial's name, the same for every stack
   * @param repeat number of the trial's repeat
   */
  public PromptSequence(
      List<Prompt> prompts, Renewal renewal, String run, long seed, String trial, int repeat) {
    if (prompts.size() < 2) {
      throw new IllegalArgumentException(
          "found %d prompts; allowed: at least 2, as warm-up and measurement share none"
              .formatted(prompts.size()));
    }
    List<Prompt> shuffled = new ArrayList<>(prompts);
    Collections.shuffle(shuffled, new Random(mix(seed)));
    int half = shuffled.size() / 2;
    this.others = List.copyOf(shuffled.subList(0, half));
    this.measured = List.copyOf(shuffled.subList(half, shuffled.size()));
    this.seed = mix(mix(mix(seed) + trial.hashCode()) + repeat);
    this.renewal = renewal;
    this.asker = run == null ? null : run + "/" + trial + "/" + repeat;
  }

  /**
   * The prompt of a request. Safe for several threads.
   *
   * @param position number of the request from 0, counted over all threads of the trial and for
   *     measured requests apart from the others; thread {@code i} of {@code n} may count its own as
   *     {@code i}, {@code i + n}, {@code i + 2n} ...
   */
  @Override
  public Prompt prompt(Phase phase, long position) {
    boolean isMeasured = phase == Phase.MEASURED;
    int size = (isMeasured ? measured : others).size();
    Prompt prompt =
        rounds
            .computeIfAbsent(new Round(isMeasured, position / size), this::shuffle)
            .get((int) (position % size));
    return asker == null ? prompt : renewal.anew(prompt, asker, isMeasured, position);
  }

  private List<Prompt> shuffle(Round round) {
    List<Prompt> prompts = new ArrayList<>(round.measured ? measured : others);
    long side = round.measured ? 1 : 0;
    Collections.shuffle(prompts, new Random(mix(mix(seed + side) + round.number)));
    return prompts;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
