package org.inferometer.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WeightsPerTokenTest {
  private static final ModelShape TINY = new ModelShape(2, 64, 4, 4, 512, 1024);

  /** Two blocks, the last norm, and the embedding that is the head too; positions are looked up. */
  @Test
  void aTiedHeadIsReadAndPositionsAreNot() {
    long block = 64 * (3 * 64 + 64 + 256 + 256) + 3 * 64 + 64 + 256 + 64 + 4 * 64;

    assertThat(WeightsPerToken.of(TINY.config(Path.of("x"), Architecture.GPT2)))
        .isEqualTo(2 * block + 2 * 64 + 512 * 64);
  }

  @Test
  void anEmbeddingBesideTheHeadIsLookedUp() {
    ModelConfig llama = TINY.config(Path.of("x"), Architecture.LLAMA);
    long all = TensorPlan.of(llama).stream().mapToLong(TensorPlan.Planned::values).sum();

    assertThat(llama.tiedHead()).isFalse();
    assertThat(WeightsPerToken.of(llama)).isEqualTo(all - 512 * 64);
  }

  /** Query, key, value, output, and four times as wide in and out: no bias, norm or table. */
  @Test
  void aPromptIsMultipliedWithTheMatricesOfTheLayers() {
    assertThat(WeightsPerToken.multiplied(TINY.config(Path.of("x"), Architecture.GPT2)))
        .isEqualTo(2 * 12 * 64 * 64);
  }

  /** Keys and values of half as many heads; gate, up and down of 192, two thirds of 256. */
  @Test
  void soItIsWithGroupedHeadsAndAGate() {
    ModelShape grouped = new ModelShape(2, 64, 4, 2, 512, 1024);

    assertThat(WeightsPerToken.multiplied(grouped.config(Path.of("x"), Architecture.LLAMA)))
        .isEqualTo(2 * (2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 192));
  }
}
