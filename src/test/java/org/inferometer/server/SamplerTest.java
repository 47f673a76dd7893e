package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int[] NOTHING = {};
  private static final float[] LOGITS = {
    (float) Math.log(0.1), (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.1)
  };

  @Test
  void takesTheLowestOfEquallyGoodTokensAtTemperatureZero() {
    float[] logits = {1, 3, 2, 3};

    assertThat(new Sampler(Sampling.GREEDY).next(logits, NOTHING, 0, 0)).isEqualTo(1);
  }

  @Test
  void drawsTokensAsOftenAsTheirProbabilitySays() {
    double[] shares = shares(sampling(1, 0, 1, 0));

    assertThat(shares).containsExactly(new double[] {0.1, 0.5, 0.3, 0.1}, within(0.02));
  }

  @Test
  void sharpensWithLowTemperature() {
    // Squares of the probabilities: 0.01, 0.25, 0.09, 0.01 of 0.36.
    double[] expected = {0.01 / 0.36, 0.25 / 0.36, 0.09 / 0.36, 0.01 / 0.36};

    assertThat(shares(sampling(0.5, 0, 1, 0))).containsExactly(expected, within(0.02));
  }

  @Test
  void keepsTheBestTokens() {
    assertThat(shares(sampling(1, 2, 1, 0)))
        .containsExactly(new double[] {0, 0.625, 0.375, 0}, within(0.02));
    assertThat(shares(sampling(1, 1, 1, 0))).containsExactly(0, 1, 0, 0);
  }

  @Test
  void keepsTheShareOfProbabilityAskedFor() {
    assertThat(shares(sampling(1, 0, 0.7, 0)))
        .containsExactly(new double[] {0, 0.625, 0.375, 0}, within(0.02));
    assertThat(shares(sampling(1, 0, 0.4, 0))).containsExactly(0, 1, 0, 0);
    assertThat(shares(sampling(1, 3, 0.55, 0)))
        .containsExactly(new double[] {0, 1, 0, 0}, within(0.02));
  }

  @Test
  void dropsTokensFarBelowTheBest() {
    assertThat(shares(sampling(1, 0, 1, 0.5)))
        .containsExactly(new double[] {0, 0.625, 0.375, 0}, within(0.02));
  }

  @Test
  void cutsLargeVocabulariesLikeASortWould() {
    Random random = new Random(7);
    float[] logits = new float[5000];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian() * 3;
    }
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    Sampler sampler = new Sampler(new Sampling(1, 40, 1, 0, 1, 0, 0, 3L));

    for (int i = 0; i < 2000; i++) {
      int token = sampler.next(logits, NOTHING, 0, 0);
      assertThat(logits[token]).isGreaterThanOrEqualTo(sorted[5000 - 40]);
    }
  }

  @Test
  void repeatsItselfWithTheSameSeedOnly() {
    assertThat(draws(11L)).isEqualTo(draws(11L)).isNotEqualTo(draws(12L));
    assertThat(draws(null)).isNotEqualTo(draws(null));
  }

  @Test
  void makesRepetitionsLessLikely() {
    int[] tokens = {0, 1, 1};
    float[] logits = {2, 2, 1.5f, -1};

    new Sampler(new Sampling(0, 0, 1, 0, 2, 0, 0, null)).next(logits, tokens, 3, 3);
    assertThat(logits).containsExactly(1, 1, 1.5f, -1);

    new Sampler(new Sampling(0, 0, 1, 0, 1, 0.5, 0.25, null)).next(logits, tokens, 1, 3);
    assertThat(logits).containsExactly(1, 0, 1.5f, -1);
  }

  private static Sampling sampling(double temperature, int topK, double topP, double minP) {
    return new Sampling(temperature, topK, topP, minP, 1, 0, 0, 5L);
  }

  private static double[] shares(Sampling sampling) {
    Sampler sampler = new Sampler(sampling);
    double[] shares = new double[LOGITS.length];
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      shares[sampler.next(LOGITS, NOTHING, 0, 0)] += 1.0 / draws;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.round(shares[i] * draws) / (double) draws;
    }
    return shares;
  }

  private static int[] draws(Long seed) {
    Sampler sampler = new Sampler(new Sampling(1, 0, 1, 0, 1, 0, 0, seed));
    int[] draws = new int[100];
    Arrays.setAll(draws, i -> sampler.next(LOGITS, NOTHING, 0, 0));
    return draws;
  }
}
