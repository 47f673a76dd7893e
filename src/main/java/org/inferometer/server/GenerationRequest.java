package org.inferometer.server;

import java.util.List;
import java.util.Set;

/**
 * What to generate.
 *
 * @param prompt token ids, at least one
 * @param maxTokens most tokens to generate, at least 1; prompt and output must fit the context
 * @param minTokens no end token, stop token or stop string is taken before so many tokens
 * @param sampling how tokens are chosen
 * @param stopStrings texts that end the generation; not part of its text
 * @param stopTokens token ids that end the generation; without text
 * @param ignoreEndTokens whether the model's own end tokens do not end it
 * @param skipSpecialTokens whether special tokens have no text
 */
public record GenerationRequest(
    int[] prompt,
    int maxTokens,
    int minTokens,
    Sampling sampling,
    List<String> stopStrings,
    Set<Integer> stopTokens,
    boolean ignoreEndTokens,
    boolean skipSpecialTokens) {}
