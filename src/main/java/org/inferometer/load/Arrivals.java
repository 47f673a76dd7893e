package org.inferometer.load;

/** The times of one schedule, one after the other: absolute, and the same for the same seed. */
public interface Arrivals {
  /** What {@link #next} says when the schedule is over. */
  long END = -1;

  /**
   * When the next request is to start, in nanoseconds from the start of the schedule: never before
   * the one before it; {@link #END} from the end on.
   */
  long next();

  /** The same, over after {@code count} of them. */
  default Arrivals first(int count) {
    int[] left = {count};
    return () -> left[0]-- > 0 ? next() : END;
  }
}
