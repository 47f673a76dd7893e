package org.inferometer.load.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class TraceRowsTest {
  private static final long SECOND = 1_000_000_000;
  private static final Duration CELL = Duration.ofSeconds(3);

  /** As Mooncake's traces are: most stamps at multiples of 3 s, the others one ms before. */
  private static TraceRows gridded(int batches, int each) {
    List<TraceRow> rows = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < each; i++) {
        rows.add(new TraceRow(batch * 3 * SECOND - (batch % 3 == 1 ? 1_000_000 : 0), 1, 1, null));
      }
    }
    return new TraceRows(TraceFormat.MOONCAKE, rows, 0);
  }

  @Test
  void spreadsEachBatchOverItsCell() {
    long[] times = gridded(50, 10).times(CELL, 1);

    assertThat(times).isSorted();
    for (int i = 0; i < times.length; i++) {
      assertThat(times[i] / (3 * SECOND)).isEqualTo(i / 10);
    }
  }

  @Test
  void spreadsUniformly() {
    double[] parts =
        Arrays.stream(gridded(50, 10).times(CELL, 7))
            .mapToDouble(time -> time % (3 * SECOND) / (3.0 * SECOND))
            .toArray();

    assertThat(
            new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), parts))
        .isGreaterThan(0.01);
  }

  @Test
  void spreadsAlikeForTheSameSeed() {
    assertThat(gridded(9, 4).times(CELL, 3))
        .isEqualTo(gridded(9, 4).times(CELL, 3))
        .isNotEqualTo(gridded(9, 4).times(CELL, 4));
  }

  @Test
  void countsWhatCameAtTheSameTime() {
    assertThat(gridded(4, 3).simultaneous()).isEqualTo(12);
    assertThat(gridded(4, 1).simultaneous()).isZero();
  }
}
