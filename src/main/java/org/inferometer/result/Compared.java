package org.inferometer.result;

/**
 * How much of what a stack answered its means, and so the ratios to other stacks, are made of.
 *
 * @param prompts that all stacks of the cell answered; all that it answered itself where it is
 *     alone or too few are common
 * @param answered by this stack
 * @param enough whether enough prompts are common: see {@link #FEWEST}
 */
public record Compared(long prompts, long answered, boolean enough) {
  /**
   * Common prompts of a repeat from which on only these are compared: with fewer cycles of its own
   * a trial is suspect.
   */
  public static final int FEWEST = 11;

  /** The part of its answers that is compared; NaN without any. */
  public double share() {
    return (double) prompts / answered;
  }
}
