package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecondaryResultsTest {
  @Test
  void aRateOfIterationsIsWhatTheyDidByTheTimeTheyTook() {
    Rate slow = new Rate("requests", 10, 3, "req/s");
    Rate fast = new Rate("requests", 50, 1, "req/s");

    Rate both = slow.getIterationAggregator().aggregate(List.of(slow, fast));

    assertThat(both.getScore()).isEqualTo((30 + 50) / 4.0);
    assertThat(both.getIterationAggregator().aggregate(List.of(both, slow)).getScore())
        .isEqualTo((80 + 30) / 7.0);
  }

  @Test
  void aDistributionOfIterationsIsThatOfAllTheirValues() {
    Values few = new Values("itl", new double[] {1, 9}, "ms");
    Values more = new Values("itl", new double[] {2, 4, 8}, "ms");

    Values all = few.getIterationAggregator().aggregate(List.of(few, more));

    assertThat(all.getScore()).isEqualTo(24 / 5.0);
    assertThat(all.getStatistics().getPercentile(50)).isEqualTo(4);
    // Type 7: a tenth of the way from 8 to 9 is h = 4 x 0.775 = 3.1.
    assertThat(all.getStatistics().getPercentile(77.5)).isEqualTo(8.1);
    assertThat(all.getStatistics().getPercentile(60)).isEqualTo(4 + 0.4 * (8 - 4));
    assertThat(all.getStatistics().getPercentile(100)).isEqualTo(9);
    assertThat(all.getStatistics().getN()).isEqualTo(5);
    assertThat(all.getScoreError()).isNaN();
    assertThat(all.getScoreConfidence()).containsOnly(Double.NaN);
  }

  @Test
  void noValuesHaveNoPercentile() {
    assertThat(new Values("itl", new double[0], "ms").getStatistics().getPercentile(50)).isNaN();
  }

  @Test
  void distributionsAreEqualWhereAllTheirValuesAre() {
    Values one = new Values("itl", new double[] {1, 9}, "ms");

    assertThat(one.getStatistics())
        .isEqualTo(new Values("p2ft", new double[] {1, 9}, "ms").getStatistics())
        .hasSameHashCodeAs(new Values("p2ft", new double[] {1, 9}, "ms").getStatistics())
        .isNotEqualTo(new Values("itl", new double[] {2, 8}, "ms").getStatistics())
        .isNotEqualTo("1, 9");
    assertThat(one.getStatistics().hashCode()).isNotZero();
  }
}
