package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

class SeriesBuilderTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void countsWhatHappensInEachTenthOfASecond() {
    // Tokens at 50 and 150 ms, end at 152; a failure from 100 to 250 ms.
    Iteration iteration = iteration(1, HandMade.ok(1, 0, 50, 150), HandMade.failed(1, 100, 250));

    TimeSeries series = SeriesBuilder.of(List.of(iteration), -2_000_000_000).get(0);

    assertThat(series.repeat()).isEqualTo(1);
    assertThat(series.startSeconds()).isCloseTo(2, EXACT);
    assertThat(series.binSeconds()).isEqualTo(0.1);
    assertThat(series.started()).containsExactly(new double[] {10, 10, 0}, EXACT);
    assertThat(series.inProgress()).containsExactly(new double[] {1, 1.52, 0.5}, EXACT);
    assertThat(series.ok()).containsExactly(new double[] {0, 10, 0}, EXACT);
    assertThat(series.failed()).containsExactly(new double[] {0, 0, 10}, EXACT);
    assertThat(series.tokens()).containsExactly(new double[] {10, 10, 0}, EXACT);
    assertThat(series.seconds(1)).isCloseTo(0.15, EXACT);
  }

  @Test
  void whatEndsWithALastBinThatIsFullIsInIt() {
    TimeSeries series =
        SeriesBuilder.of(List.of(iteration(1, HandMade.failed(1, 1000, 1200))), 0).get(0);

    assertThat(series.startSeconds()).isCloseTo(1, EXACT);
    assertThat(series.inProgress()).containsExactly(new double[] {1, 1, 0}, EXACT);
    assertThat(series.failed()).containsExactly(new double[] {0, 0, 10}, EXACT);
  }

  @Test
  void eachRepeatHasOneOfAllItsIterations() {
    List<TimeSeries> all =
        SeriesBuilder.of(
            List.of(
                iteration(2, HandMade.ok(2, 5000, 5010)),
                iteration(1, HandMade.ok(1, 1000, 1010)),
                iteration(2, HandMade.ok(2, 4000, 4010)),
                iteration(3)),
            0);

    assertThat(all).extracting(TimeSeries::repeat).containsExactly(1, 2);
    assertThat(all.get(1).startSeconds()).isCloseTo(4, EXACT);
    assertThat(all.get(1).ok()).hasSize(11);
  }

  @Test
  void longerOnesHaveWiderBins() {
    assertThat(bin(30_000)).isEqualTo(0.1);
    assertThat(bin(30_001)).isEqualTo(0.2);
    assertThat(bin(60_001)).isEqualTo(0.5);
    assertThat(bin(150_001)).isEqualTo(1);
    assertThat(bin(3_600_000L * 400)).isEqualTo(3600);
  }

  private static double bin(long millis) {
    return SeriesBuilder.of(List.of(iteration(1, HandMade.failed(1, 0, millis))), 0)
        .get(0)
        .binSeconds();
  }

  private static Iteration iteration(int fork, RequestRecord... records) {
    Iteration iteration = new Iteration(fork, 1, false);
    for (RequestRecord record : records) {
      iteration.add(record, Slo.NONE, CommonPrompts.ALL);
    }
    return iteration;
  }
}
