package org.inferometer.server.engine;

import java.util.List;

/**
 * All weights of a model.
 *
 * @param embedding its outputs are the tokens' vectors
 * @param positions learned vectors of the positions, one after another, or {@code null}
 * @param head turns hidden states into logits; the same object as {@code embedding} if tied
 */
record DecoderWeights(
    Matrix embedding, float[] positions, List<Block> blocks, Norm finalNorm, Matrix head) {}
