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
}
