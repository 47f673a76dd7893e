package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloTest {
  @Test
  void targetsAreKeptInTheUnitOfTheirMetric() {
    assertThat(Slo.parse("p2ft=200ms,total_latency=1.5s").targets())
        .isEqualTo(Map.of(Metric.P2FT, 200.0, Metric.TOTAL_LATENCY, 1500.0));
    assertThat(Slo.parse("total_latency=1.5s,p2ft=200ms").text())
        .isEqualTo("P2FT ≤ 200 ms, Total latency ≤ 1500 ms");
    assertThat(Slo.NONE.text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p2ft=200              | "p2ft=200" is no target; allowed: like p2ft=200ms
          p2ft                  | "p2ft" is no target
          p2ft=-1ms             | "p2ft=-1ms" is no target
          speed=3ms             | no metric is called speed; allowed: [p2ft,
          token_throughput=3ms  | no target can be set for token_throughput; allowed: [p2ft,
          """)
  void saysWhatIsWrongWithATarget(String text, String problem) {
    assertThatThrownBy(() -> Slo.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void targetsOfStreamsAreNoneOfOtherAnswers() {
    Slo both = Slo.parse("p2ft=200ms,total_latency=1s");
    Slo first = Slo.parse("p2ft=200ms,tpot=10ms");

    assertThat(both.appliesTo(Mode.SYNC)).isTrue();
    assertThat(both.undefinedIn(Mode.SYNC)).containsExactly(Metric.P2FT);
    assertThat(both.undefinedIn(Mode.STREAM)).isEmpty();
    assertThat(first.appliesTo(Mode.SYNC)).isFalse();
    assertThat(first.appliesTo(Mode.STREAM)).isTrue();
    assertThat(Slo.NONE.appliesTo(Mode.STREAM)).isFalse();
  }

  @Test
  void aTargetIsMetUpToItsValueAndByNothingUnknown() {
    Slo slo = Slo.parse("p2ft=200ms,tpot=10ms");

    assertThat(slo.isMetBy(values(200, 10, 5), Mode.STREAM)).isTrue();
    assertThat(slo.isMetBy(values(201, 10, 5), Mode.STREAM)).isFalse();
    assertThat(slo.isMetBy(values(200, 11, 5), Mode.STREAM)).isFalse();
    assertThat(slo.isMetBy(values(200, Double.NaN, 5), Mode.STREAM)).isFalse();
    assertThat(slo.isMetBy(values(200, Double.NaN, 1), Mode.STREAM)).as("of one token").isTrue();
    assertThat(slo.isMetBy(values(Double.NaN, 5, 1), Mode.STREAM)).isFalse();
    assertThat(slo.isMetBy(values(201, 11, 5), Mode.SYNC)).isTrue();
  }

  private static double[] values(double p2ft, double tpot, double tokens) {
    double[] values = new double[Answer.METRICS.size()];
    values[Answer.METRICS.indexOf(Metric.P2FT)] = p2ft;
    values[Answer.METRICS.indexOf(Metric.TPOT)] = tpot;
    values[Answer.METRICS.indexOf(Metric.OUTPUT_TOKENS)] = tokens;
    return values;
  }
}
