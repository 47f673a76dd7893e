package org.inferometer.server.model;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The sizes of a model to be written; the rest follows from its family.
 *
 * @param layers number of transformer blocks
 * @param hiddenSize width of the residual stream; a multiple of {@code heads}
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}, equals it for GPT-2
 * @param vocabularySize number of tokens, at least 257
 * @param contextLength most tokens of a sequence
 */
public record ModelShape(
    int layers,
    int hiddenSize,
    int heads,
    int keyValueHeads,
    int vocabularySize,
    int contextLength) {

  /** Shapes with a name. */
  public enum Size {
    /** 2 layers, 64 wide: for tests. */
    TINY(2, 64, 4, 512, 1024),
    /** 4 layers, 256 wide: hundreds of tokens a second on any machine. */
    SMALL(4, 256, 4, 4096, 2048),
    /** 6 layers, 384 wide: like a good server on two cores, tens of milliseconds an answer. */
    MEDIUM(6, 384, 6, 4096, 2048),
    /** GPT-2 small with 4,096 tokens of vocabulary. */
    GPT2_89M(12, 768, 12, 4096, 1024),
    /** GPT-2 small. */
    GPT2(12, 768, 12, 50257, 1024);

    private final int layers;
    private final int hiddenSize;
    private final int heads;
    private final int vocabularySize;
    private final int contextLength;

    Size(int layers, int hiddenSize, int heads, int vocabularySize, int contextLength) {
      this.layers = layers;
      this.hiddenSize = hiddenSize;
      this.heads = heads;
      this.vocabularySize = vocabularySize;
      this.contextLength = contextLength;
    }

    /** The shape in a family; families with grouped attention have two query heads a group. */
    public ModelShape of(Architecture family) {
      int keyValueHeads = family == Architecture.GPT2 ? heads : heads / 2;
      return new ModelShape(
          layers, hiddenSize, heads, keyValueHeads, vocabularySize, contextLength);
    }
  }

  /**
   * The whole configuration.
   *
   * @throws ModelException if the sizes do not fit together
   */
  public ModelConfig config(Path directory, Architecture family) {
    check(family);
    boolean gpt2 = family == Architecture.GPT2;
    // Two thirds of four times the width, as in Llama, in multiples of 64.
    int gatedSize = (hiddenSize * 8 / 3 + 63) / 64 * 64;
    return new ModelConfig(
        directory,
        family,
        vocabularySize,
        hiddenSize,
        gpt2 ? 4 * hiddenSize : gatedSize,
        layers,
        heads,
        keyValueHeads,
        hiddenSize / heads,
        contextLength,
        gpt2 ? 1e-5f : 1e-6f,
        gpt2 ? Activation.GELU_TANH : Activation.SILU,
        gpt2,
        gpt2 || family == Architecture.QWEN2,
        gpt2,
        gpt2,
        gpt2 ? null : new Rope(10_000, Rope.Type.DEFAULT, 1, 1, 1, contextLength),
        OptionalInt.empty(),
        Set.of(Vocabulary.endOfText(vocabularySize)));
  }

  private void check(Architecture family) {
    require(layers > 0, "layers", layers, "1 and more");
    require(hiddenSize > 0, "hidden", hiddenSize, "1 and more");
    require(
        heads > 0 && hiddenSize % heads == 0, "heads", heads, "a divisor of hidden " + hiddenSize);
    boolean gpt2 = family == Architecture.GPT2;
    require(
        gpt2 ? keyValueHeads == heads : keyValueHeads > 0 && heads % keyValueHeads == 0,
        "kv-heads",
        keyValueHeads,
        (gpt2 ? "as many as heads, " : "a divisor of heads ") + heads);
    require(
        gpt2 || hiddenSize / heads % 2 == 0, "heads", heads, "an even number of dimensions a head");
    require(contextLength > 0, "context", contextLength, "1 and more");
  }

  private static void require(boolean met, String option, int found, String allowed) {
    if (!met) {
      throw new ModelException(option + " is " + found + ", allowed: " + allowed);
    }
  }
}
