package org.inferometer.result;

import java.util.Map;

/**
 * One iteration of one repeat, or a whole repeat.
 *
 * @param fork number of the repeat (benchmark process), from 1
 * @param iteration from 1 within the repeat; 0 for the repeat as a whole
 * @param startSeconds first start, in seconds since the run's first request
 * @param windowSeconds length of each window (of a repeat: sum over its iterations)
 * @param summaries the metrics in each window
 */
public record Repetition(
    int fork,
    int iteration,
    double startSeconds,
    Map<Window, Double> windowSeconds,
    Map<Window, Summary> summaries) {}
