package org.inferometer.result;

/**
 * What is known of the prompts that a trial's stack was asked.
 *
 * @param cache how much of them it took from a cache; null if it does not tell
 * @param lengths of its answers
 * @param compared how many of them all stacks answered
 */
public record Asked(CacheUse cache, OutputLengths lengths, Compared compared) {}
