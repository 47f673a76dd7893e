package org.inferometer.server.engine;

/**
 * The weights of one transformer block.
 *
 * @param queryKeyValue all query heads, then all key heads, then all value heads
 * @param feedForwardUp what {@code feedForwardIn} gates, or {@code null} where there is no gate
 */
record Block(
    Norm attentionNorm,
    Matrix queryKeyValue,
    Matrix attentionOut,
    Norm feedForwardNorm,
    Matrix feedForwardIn,
    Matrix feedForwardUp,
    Matrix feedForwardOut) {}
