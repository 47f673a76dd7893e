package org.inferometer.standard;

/**
 * How many requests the server serves side by side, and at what pace; the others wait in the order
 * of their arrival.
 *
 * @param slots requests served at once; the rest waits
 * @param sharing what those that are served at once share
 */
public record Capacity(int slots, Sharing sharing) {
  /** Every request is served as if it were alone. */
  public static final Capacity UNLIMITED = new Capacity(Integer.MAX_VALUE, Sharing.NONE);

  /** Of n requests served at once ... */
  public enum Sharing {
    /** ... each takes as long as if it were alone: n slots have n times the capacity of one. */
    NONE,
    /**
     * ... each takes n times as long as if it were alone: any number of slots has the capacity of
     * one.
     */
    PROCESSOR
  }

  public Capacity {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be 1 or more; found " + slots);
    }
  }

  /** Settings {@code slots} and {@code sharing} of a server. */
  static Capacity of(Knobs knobs) {
    return new Capacity(
        knobs.integer("slots", Integer.MAX_VALUE), knobs.choice("sharing", Sharing.NONE));
  }
}
