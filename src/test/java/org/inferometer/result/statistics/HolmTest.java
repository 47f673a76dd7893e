package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void adjustsAsR() {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}, 1))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.adjusted(new double[] {0.6, 0.7}, 1)).containsExactly(1, 1);
  }

  @Test
  void theStrictestLevelComesFirstAndTheOneThatFailsStays() {
    assertThat(Holm.levels(new double[] {0.03, 0.001, 0.04, 0.5}, 0.05))
        .containsExactly(new double[] {0.05 / 3, 0.05 / 4, 0.05 / 3, 0.05 / 3}, within(1e-12));
  }

  @Test
  void aPThatIsItsLevelIsRejected() {
    assertThat(Holm.levels(new double[] {0.025, 0.04}, 0.05)).containsExactly(0.025, 0.05);
  }

  @Test
  void rejectsAtItsLevelExactlyWhatItsAdjustedPRejects() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 2000; round++) {
      double[] p = random.doubles(1 + round % 9).map(u -> u * u * u * 0.2).toArray();
      double[] levels = Holm.levels(p, 0.05);
      double[] adjusted = Holm.adjusted(p, 1);
      for (int i = 0; i < p.length; i++) {
        assertThat(p[i] <= levels[i]).isEqualTo(adjusted[i] <= 0.05);
      }
    }
  }
}
