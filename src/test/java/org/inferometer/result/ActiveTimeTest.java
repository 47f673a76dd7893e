package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates of a tenant whose neighbour leaves after five of ten seconds, which makes it faster. */
class ActiveTimeTest {
  private static final long LEFT = 5_000_000_000L;

  static List<Load> loads() {
    return List.of(new Closed(1), new Users(1, 1, Think.NONE, Duration.ofSeconds(10), null));
  }

  @ParameterizedTest
  @MethodSource("loads")
  void ratesAreOfTheTimeInWhichAllAreActive(Load load) {
    List<RequestRecord> records = new ArrayList<>();
    for (int at = 0; at < 5000; at += 1000) {
      records.add(HandMade.ok(1, at + 1, at + 500, at + 1000));
    }
    for (int at = 5000; at < 10_000; at += 500) {
      records.add(HandMade.ok(1, at + 1, at + 250, at + 500));
    }

    Summary summary =
        MeasuredIteration.of(records, load, one -> one.scheduled() < LEFT).orElseThrow().summary();

    assertThat(summary.get(Metric.REQUEST_THROUGHPUT, Statistic.VALUE)).isCloseTo(1, within(0.25));
    assertThat(summary.get(Metric.TOKEN_THROUGHPUT, Statistic.VALUE)).isCloseTo(2, within(0.25));
    assertThat(summary.get(Metric.TOTAL_LATENCY, Statistic.MEAN)).isCloseTo(999, within(1.0));
  }
}
