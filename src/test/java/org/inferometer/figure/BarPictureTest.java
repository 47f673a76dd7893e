package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarPictureTest {

  @Test
  void isAsWideAsTheTextWhereItsNamesDoNotFitSideBySideIntoAColumn() {
    assertThat(width("fifo, chat", "batch, chat", "fifo, qa")).isEqualTo(Paper.COLUMN);
    assertThat(
            width(
                "Custom (fifo), chat",
                "Custom (batch), chat",
                "Custom (fifo), summarization",
                "Custom (batch), summarization",
                "Custom (fifo), qa",
                "Custom (batch), qa"))
        .isEqualTo(Paper.TEXT);
    assertThat(width("a", "b", "c", "d", "e", "f", "g")).as("many bars").isEqualTo(Paper.TEXT);
  }

  private static double width(String... names) {
    List<Point> points = IntStream.range(0, names.length).mapToObj(i -> Point.of(i, 9)).toList();
    return Picture.of(
            new Bars(
                new Caption("x", "x", "x"),
                "",
                List.of(names),
                Axis.linear("ms"),
                List.of(new Series("a", Look.ofStack(0), points))))
        .width();
  }
}
