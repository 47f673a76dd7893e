package org.inferometer.load.trace;

/**
 * One request of a trace.
 *
 * @param at when it came, in nanoseconds since the first one
 * @param inputTokens length of its prompt, at least 1
 * @param outputTokens length of its answer, at least 1
 * @param blocks ids of its prompt's blocks of {@value #BLOCK} tokens, the last of which may be
 *     shorter: prompts that begin with the same ids begin with the same text. Null where the trace
 *     does not tell
 */
public record TraceRow(long at, int inputTokens, int outputTokens, long[] blocks) {
  /** Tokens of a block, after Mooncake's traces. */
  public static final int BLOCK = 512;
}
