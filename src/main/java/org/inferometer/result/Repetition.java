package org.inferometer.result;

import java.util.Set;

/**
 * One iteration of one repeat, or a whole repeat.
 *
 * @param fork number of the repeat (benchmark process), or, where stacks were launched more than
 *     once, of the launch, from 1
 * @param iteration from 1 within the repeat; 0 for the repeat as a whole
 * @param startSeconds first measured start, in seconds since the run's first request; NaN if none
 *     has a place in time
 * @param seconds what the rates are divided by: in a closed loop the time that an average slot
 *     spent on its measured cycles, in an open loop the window; of a repeat the sum over its
 *     iterations
 * @param wholeSeconds from the first measured start to the last measured close
 * @param stretches of {@link Stretches} those that its iterations lie in
 * @param summary the metrics
 */
public record Repetition(
    int fork,
    int iteration,
    double startSeconds,
    double seconds,
    double wholeSeconds,
    Set<Integer> stretches,
    Summary summary) {}
