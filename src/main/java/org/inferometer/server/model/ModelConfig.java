package org.inferometer.server.model;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code config.json} and {@code generation_config.json} of a Hugging Face model directory
 * say, in one spelling.
 *
 * @param directory the model's directory
 * @param architecture the model's family
 * @param vocabularySize number of token ids
 * @param hiddenSize width of the residual stream
 * @param innerSize width of the feed-forward layers
 * @param layers number of transformer blocks
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headSize dimensions of a head
 * @param contextLength most tokens of a sequence
 * @param normEpsilon added to the variance in norms
 * @param activation non-linearity of the feed-forward layers
 * @param tiedHead whether the output layer is the transposed token embedding
 * @param queryKeyValueBias whether the projections into attention have biases
 * @param attentionOutputBias whether the projection out of attention has a bias
 * @param feedForwardBias whether the feed-forward layers have biases
 * @param rope rotary positions, or {@code null} where positions are learned (GPT-2)
 * @param slidingWindow how many tokens back, itself included, a token attends to, if limited
 * @param eosTokens ids that end a generation; may be empty, and may name tokens beyond the
 *     vocabulary, which never come
 */
public record ModelConfig(
    Path directory,
    Architecture architecture,
    int vocabularySize,
    int hiddenSize,
    int innerSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int contextLength,
    float normEpsilon,
    Activation activation,
    boolean tiedHead,
    boolean queryKeyValueBias,
    boolean attentionOutputBias,
    boolean feedForwardBias,
    Rope rope,
    OptionalInt slidingWindow,
    Set<Integer> eosTokens) {

  /**
   * Reads a model directory's configuration.
   *
   * @throws ModelException if a file is missing or unreadable, or a value is not supported; the
   *     message names file, key, value and what is allowed
   */
  public static ModelConfig read(Path directory) {
    return new ConfigReader(directory).read();
  }
}
