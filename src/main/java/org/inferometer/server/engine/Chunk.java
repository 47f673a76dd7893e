package org.inferometer.server.engine;

/**
 * Some next tokens of one sequence: {@code tokens[offset, offset + count)} are appended to {@code
 * cache}.
 *
 * @param cache where the sequence's earlier tokens are
 * @param tokens token ids; only the stated range is read
 * @param offset first token of the chunk
 * @param count number of tokens, at least 1
 * @param logits receives the last token's logits, one per vocabulary entry, or {@code null} if they
 *     are not wanted
 */
public record Chunk(KvCache cache, int[] tokens, int offset, int count, float[] logits) {}
