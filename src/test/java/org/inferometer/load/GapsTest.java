package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of the gaps by 40,000 draws of one seed; standard errors are 0.25 % of a share. */
class GapsTest {
  private static final int DRAWS = 40_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 2, 30})
  void gapsHaveAMeanOfOneAndTheVarianceOfTheirBurstiness(double burstiness) {
    double[] gaps = draw(new Gaps(burstiness)::next);

    double mean = Arrays.stream(gaps).average().orElseThrow();
    double variance = Arrays.stream(gaps).map(x -> (x - mean) * (x - mean)).sum() / DRAWS;

    assertThat(mean).isCloseTo(1, within(0.03 / Math.sqrt(Math.min(1, burstiness))));
    assertThat(variance * burstiness).isCloseTo(1, within(0.06));
  }

  /** Quantiles of chi-square with 1, 2 and 4 degrees of freedom, over these. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.4549, 0.5", "0.5, 0.0158, 0.1", "0.5, 3.8415, 0.95",
    "1, 0.6931, 0.5", "1, 0.1054, 0.1", "1, 2.9957, 0.95",
    "2, 0.8392, 0.5", "2, 0.2659, 0.1", "2, 2.3719, 0.95"
  })
  void gapsFollowTheGammaLaw(double burstiness, double gap, double share) {
    double[] gaps = draw(new Gaps(burstiness)::next);

    assertThat(Arrays.stream(gaps).filter(x -> x < gap).count() / (double) DRAWS)
        .isCloseTo(share, within(0.009));
  }

  /** Mean of the rest of the gap around a fixed time: E(x²) / 2 E(x). */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void theFirstIsTheRestOfAGapThatBeganBefore(double burstiness) {
    double[] firsts = draw(new Gaps(burstiness)::first);

    assertThat(Arrays.stream(firsts).average().orElseThrow())
        .isCloseTo((1 + 1 / burstiness) / 2, within(0.03));
  }

  @Test
  void constantGapsBeginAtTheStart() {
    assertThat(Gaps.CONSTANT.first(new SplittableRandom(1))).isZero();
    assertThat(Gaps.CONSTANT.next(new SplittableRandom(1))).isEqualTo(1);
  }

  private static double[] draw(ToDoubleFunction<SplittableRandom> draw) {
    SplittableRandom random = new SplittableRandom(7);
    return java.util.stream.DoubleStream.generate(() -> draw.applyAsDouble(random))
        .limit(DRAWS)
        .toArray();
  }
}
