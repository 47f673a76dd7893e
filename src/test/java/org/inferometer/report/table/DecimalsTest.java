package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.result.Estimate;
import org.inferometer.result.Estimate.Interval;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private static final Pattern RATIO = Pattern.compile("[0-9.]+× \\[([0-9.]+), ([0-9.]+)]");

  @Test
  void sharesArePercentages() {
    assertThat(Decimals.percent(0.12345)).isEqualTo("12.3 %");
    assertThat(Decimals.percent(Double.NaN)).isEmpty();
    assertThat(Decimals.percent(estimate(0.5, 0.25, 0.75))).isEqualTo("50.0 % [25.0, 75.0]");
  }

  @Test
  void aRatioWhoseIntervalExcludesOneIsNotRoundedIntoIt() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 2000; round++) {
      double low = Math.exp(0.001 * random.nextGaussian());
      double high = low * Math.exp(0.001 * random.nextDouble());
      Matcher text = RATIO.matcher(Decimals.ratio(estimate(Math.sqrt(low * high), low, high)));

      assertThat(text.matches()).isTrue();
      double printedLow = Double.parseDouble(text.group(1));
      double printedHigh = Double.parseDouble(text.group(2));
      assertThat(printedLow > 1 || printedHigh < 1).isEqualTo(low > 1 || high < 1);
    }
  }

  @Test
  void halvesThatAgreeToTheLastDigitAreWrittenOnce() {
    assertThat(Decimals.of(estimate(43.9, 43.25, 44.6))).isEqualTo("43.9 ± 0.7");
    assertThat(Decimals.of(estimate(179, 62, 517))).isEqualTo("179 [62.0, 517]");
    assertThat(Decimals.of(estimate(179, Double.NaN, Double.NaN))).isEqualTo("179");
  }

  @Test
  void whatIsNotNothingDoesNotReadAsNothing() {
    assertThat(Decimals.of(estimate(100.42, 100.06, 100.78))).isEqualTo("100.4 ± 0.4");
    assertThat(Decimals.of(estimate(4.2, 4.1996, 4.2004))).isEqualTo("4.2000 ± 0.0004");
    assertThat(Decimals.of(estimate(640, 640, 640))).isEqualTo("640 ± 0");
    assertThat(Decimals.of(0.00042)).isEqualTo("0.0004");
    assertThat(Decimals.of(0)).isEqualTo("0");
  }

  @Test
  void anIntervalThatSaysNothingIsNotWrittenInAllItsDigits() {
    assertThat(Decimals.of(estimate(76.8, 1e-9, 7.5e12))).isEqualTo("76.8 [< 0.077, > 76800]");
    assertThat(Decimals.ratio(estimate(3.675, 1e-12, 1.6e29)))
        .isEqualTo("3.675× [< 0.001, > 1000]");
    assertThat(Decimals.ratio(estimate(3.675, 0.01, 1.6e29))).isEqualTo("3.675× [0.010, > 1000]");
  }

  private static Estimate estimate(double value, double low, double high) {
    return new Estimate(value, low, high, Interval.LOG_T, 4, 4, new TreeMap<>());
  }
}
