package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PointLabelsTest {
  @Test
  void eachPointIsLabelledOnceAlsoWhereASeriesHasNoOther() {
    List<PointLabels.Placed> one = placed(point(10, List.of()));
    List<PointLabels.Placed> three =
        placed(point(10, List.of()), point(60, List.of()), point(110, List.of()));

    assertThat(one).extracting(PointLabels.Placed::point).hasSize(1);
    assertThat(three).extracting(label -> label.point().x()).containsExactly(10.0, 110.0, 60.0);
  }

  @Test
  void aLabelKeepsOffTheDotsOfTheRepeats() {
    assertThat(placed(point(10, List.of())).get(0).right()).isTrue();
    assertThat(placed(point(10, List.of(1.0, 2.0))).get(0).right()).isFalse();
  }

  @Test
  void aLabelKeepsOffTheCurveWhereItCan() {
    Point knee = point(10, List.of());
    Point above = new Point(60, 60, Double.NaN, Double.NaN, 1, false, null);

    assertThat(placed(knee).get(0)).matches(one -> one.right() && one.above());
    assertThat(placed(knee, above).get(0)).matches(one -> !(one.right() && one.above()));
  }

  private static List<PointLabels.Placed> placed(Point... points) {
    Series series = new Series("a", Look.ofStack(0), List.of(points));
    return PointLabels.of(List.of(series), Point::x, Point::y, 200);
  }

  private static Point point(double x, List<Double> repeats) {
    return new Point(x, 100, Double.NaN, Double.NaN, 1, false, "8", repeats);
  }
}
