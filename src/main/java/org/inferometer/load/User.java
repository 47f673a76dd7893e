package org.inferometer.load;

import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one user of a load draws: which task comes next, and how long the user thinks. Each is a
 * sequence of its own, so that one does not change with the other, nor with how fast answers are.
 */
public final class User {
  private final Users load;
  private final int weights;
  private final SplittableRandom tasks;
  private final SplittableRandom thinks;

  User(Users load, long seed, int number) {
    this.load = load;
    this.weights = load.mix().values().stream().mapToInt(Integer::intValue).sum();
    SplittableRandom own = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
    this.tasks = own.split();
    this.thinks = own.split();
  }

  /** The task of the user's next request, as the load's mix calls it. */
  public String nextTask() {
    int drawn = tasks.nextInt(weights);
    for (Map.Entry<String, Integer> task : load.mix().entrySet()) {
      drawn -= task.getValue();
      if (drawn < 0) {
        return task.getKey();
      }
    }
    throw new IllegalStateException("weights of tasks changed");
  }

  /** How long the user thinks now, in nanoseconds. */
  public long nextThink() {
    return load.think().nanos(thinks);
  }
}
