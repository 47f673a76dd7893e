package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
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

  @Test
  void aNumberAtTheVeryEndIsNotCutByThePicturesEdge() {
    Series tail = new Series("Custom", Look.ofStack(0), List.of(Point.of(3, 25)));
    Lines panel =
        new Lines(
            new Caption("percentiles", "Percentiles.", ""),
            Lines.Form.TRACE,
            new Axis("", Axis.Scale.NINES),
            Axis.linear("ITL (ms)"),
            List.of(tail));
    NumberAxis axis = new NumberAxis(panel);

    assertThat(axis.values()).hasSize(5);
    assertThat(ink(axis, 120, 120).getWidth())
        .isCloseTo(ink(axis, 120, 300).getWidth(), within(1.0));
  }

  @Test
  void aSlantedNameIsNotCutByThePicturesEdgeEither() {
    List<String> names = List.of("a stack with a long name, chat", "another of them, summaries");
    CategoryAxis axis = new CategoryAxis(names, "", 30, 40);
    BufferedImage image = new BufferedImage(150, 120, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.translate(50, 0);
    axis.paint(g, new double[] {40, 70}, 0, 55);
    g.dispose();

    for (int x = 0; x < 50; x++) {
      for (int y = 0; y < 120; y++) {
        assertThat(image.getRGB(x, y) >>> 24).as("left of the edge").isZero();
      }
    }
  }

  /** What the last number of {@code axis} covers of a picture that is {@code width} wide. */
  private static Rectangle ink(NumberAxis axis, double end, int width) {
    BufferedImage image = new BufferedImage(width, 40, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    axis.paint(g, new double[] {-400, -300, -200, -100, end}, 0, 20, width);
    g.dispose();
    Rectangle ink = new Rectangle();
    for (int x = 0; x < width; x++) {
      for (int y = 4; y < 40; y++) {
        if (image.getRGB(x, y) >>> 24 > 40) {
          ink = ink.isEmpty() ? new Rectangle(x, y, 1, 1) : ink.union(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return ink;
  }
}
