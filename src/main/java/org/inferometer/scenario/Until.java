package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * When a cell has been repeated often enough.
 *
 * @param interval how far the interval of the ratio of two stacks may reach to either side: 0.05
 *     for 5 %
 * @param of what the ratio is of, such as {@code p2ft}; in cells that have no such metric it is the
 *     total latency
 * @param atMost repeats after which a cell is given up
 */
public record Until(double interval, String of, @JsonProperty("at_most") int atMost) {}
