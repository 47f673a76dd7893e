package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicksTest {
  @Test
  void anAxisEndsOnARoundNumberAboveTheData() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1000; i++) {
      double max = Math.pow(10, -4 + 9 * random.nextDouble());
      double end = Ticks.end(max, Paper.PLOT_HEIGHT);
      assertThat(end).isBetween(max * 1.0199, max * 1.5);
      assertThat(Ticks.label(end).replaceAll("[.0]", "")).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void anAxisOfNothingStillHasAnEnd() {
    assertThat(Ticks.end(0, Paper.PLOT_HEIGHT)).isEqualTo(1);
    assertThat(Ticks.end(Double.NaN, Paper.PLOT_HEIGHT)).isEqualTo(1);
  }

  @Test
  void numbersHaveThreeDigitsThatMatter() {
    assertThat(Ticks.number(1234.4)).isEqualTo("1234");
    assertThat(Ticks.number(99.97)).isEqualTo("100");
    assertThat(Ticks.number(56.78)).isEqualTo("56.8");
    assertThat(Ticks.number(5.678)).isEqualTo("5.68");
    assertThat(Ticks.number(0.5678)).isEqualTo("0.568");
    assertThat(Ticks.number(Double.NaN)).isEmpty();
  }

  @Test
  void ticksHaveNoEmptyDecimalsAndNoExponent() {
    assertThat(Ticks.label(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(Ticks.label(2_000_000)).isEqualTo("2000000");
    assertThat(Ticks.label(0)).isEqualTo("0");
    assertThat(Ticks.logLabel(0.05)).isEqualTo("0.05");
    assertThat(Ticks.logLabel(300)).isEmpty();
  }

  @Test
  void aLongLogarithmicAxisIsLabelledAtPowersOfTenAlone() {
    assertThat(Ticks.logLabels(1, 200).apply(50.0)).isEqualTo("50");
    assertThat(Ticks.logLabels(0.001, 20).apply(5.0)).isEmpty();
    assertThat(Ticks.logLabels(0.001, 20).apply(0.01)).isEqualTo("0.01");
  }

  @Test
  void percentilesAreEqualSteps() {
    assertThat(Ticks.percentile(1)).isEqualTo("90");
    assertThat(Ticks.percentile(3)).isEqualTo("99.9");
    assertThat(Ticks.percentile(Math.log10(2))).isEqualTo("50");
    assertThat(Ticks.nines(2.2)).containsExactly(0, Math.log10(2), 1, 2);
  }
}
