package org.inferometer.result;

/**
 * What is known of the prompts that a trial's stack was asked.
 *
 * @param cache how much of them it took from a cache; null if it does not tell
 * @param earlier share of their tokens that it had seen before, in turns of the same conversation
 *     or in a beginning that prompts or a chat template share, and so was to take from a cache: see
 *     {@link Earlier}; null for nothing
 * @param lengths of its answers
 * @param compared how many of them all stacks answered
 */
public record Asked(CacheUse cache, Double earlier, OutputLengths lengths, Compared compared) {}
