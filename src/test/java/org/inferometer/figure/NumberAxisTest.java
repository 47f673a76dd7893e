package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberAxisTest {
  @Test
  void aLoadThatAPanelDrawsNothingOfHasNoTickInIt() {
    Series measuredAtEight =
        new Series(
            "Custom",
            Look.ofStack(0),
            List.of(Point.of(2, Double.NaN), Point.of(4, Double.NaN), Point.of(8, 958)));
    Lines panel =
        new Lines(
            new Caption("throughput", "Throughput.", ""),
            Lines.Form.CURVE,
            new Axis("Requests in flight, p", Axis.Scale.LOG2),
            Axis.linear("Token throughput (tok/s)"),
            List.of(measuredAtEight));

    assertThat(new NumberAxis(panel).values()).containsExactly(8);
  }
}
