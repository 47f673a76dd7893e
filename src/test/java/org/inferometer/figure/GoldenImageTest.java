package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Figures look as they did when somebody last looked at them. Small pictures are compared block by
 * block, so that another rasterizer passes and a lost whisker does not. After a change that is
 * meant, {@code mvn test -Dtest=GoldenImageTest -Dgolden.write=true} writes them anew: look at
 * them.
 */
class GoldenImageTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/inferometer/figure/golden");
  private static final int WIDTH = 300;
  private static final int BLOCK = 5;

  /** Largest difference of the mean grey of a block, of 255. */
  private static final double TOLERANCE = 30;

  @TestFactory
  Stream<DynamicTest> figuresLookAsTheyDid() {
    return Gallery.all().stream()
        .map(
            spec ->
                DynamicTest.dynamicTest(
                    spec.caption().name(),
                    () -> {
                      BufferedImage drawn = small(spec);
                      Path golden = GOLDEN.resolve(spec.caption().name() + ".png");
                      if (Boolean.getBoolean("golden.write")) {
                        Files.createDirectories(GOLDEN);
                        ImageIO.write(drawn, "png", golden.toFile());
                      }
                      assertThat(difference(drawn, read(golden)))
                          .as("%s; drawn now: %s", golden, kept(drawn, spec))
                          .isLessThan(TOLERANCE);
                    }));
  }

  @Test
  void aBarThatIsThreePercentHigherIsSeen() {
    assertThat(difference(small(bars(100)), small(bars(103)))).isGreaterThan(TOLERANCE);
  }

  @Test
  void aLostWhiskerIsSeen() {
    assertThat(difference(small(bars(100)), small(bars(100, Double.NaN, false))))
        .isGreaterThan(TOLERANCE);
  }

  @Test
  void anotherColourIsSeenAndSoIsASuspectBar() {
    Bars valid = bars(100);
    assertThat(difference(small(valid), small(bars(100, 120, true)))).isGreaterThan(TOLERANCE);
    Bars other =
        new Bars(
            valid.caption(),
            valid.xTitle(),
            valid.categories(),
            valid.y(),
            List.of(new Series("a", Look.ofStack(1), valid.series().get(0).points())));
    assertThat(difference(small(valid), small(other))).isGreaterThan(TOLERANCE);
  }

  private static Bars bars(double value) {
    return bars(value, value + 20, false);
  }

  private static Bars bars(double value, double high, boolean suspect) {
    Point point = new Point(0, value, value - 20, high, 9, suspect, null);
    return new Bars(
        new Caption("x", "x", "x"),
        "",
        List.of("chat", "qa"),
        Axis.linear("ms"),
        List.of(new Series("a", Look.ofStack(0), List.of(point, Point.of(1, 140)))));
  }

  private static BufferedImage small(ChartSpec spec) {
    Picture picture = Picture.of(spec);
    BufferedImage large = Png.image(picture, 4 * WIDTH / picture.width());
    int height = (int) Math.round(large.getHeight() / 4.0);
    BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(large, 0, 0, WIDTH, height, null);
    g.dispose();
    return small;
  }

  private static BufferedImage read(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }

  private static Path kept(BufferedImage drawn, ChartSpec spec) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "drawn"));
    Path file = folder.resolve(spec.caption().name() + ".png");
    ImageIO.write(drawn, "png", file.toFile());
    return file;
  }

  /** The largest difference of the mean of any colour in any block. */
  private static double difference(BufferedImage a, BufferedImage b) {
    if (a.getWidth() != b.getWidth() || Math.abs(a.getHeight() - b.getHeight()) > 1) {
      return 255;
    }
    int height = Math.min(a.getHeight(), b.getHeight());
    double largest = 0;
    for (int x = 0; x + BLOCK <= a.getWidth(); x += BLOCK) {
      for (int y = 0; y + BLOCK <= height; y += BLOCK) {
        for (int shift = 0; shift <= 16; shift += 8) {
          largest = Math.max(largest, Math.abs(mean(a, x, y, shift) - mean(b, x, y, shift)));
        }
      }
    }
    return largest;
  }

  private static double mean(BufferedImage image, int left, int top, int shift) {
    double sum = 0;
    for (int x = left; x < left + BLOCK; x++) {
      for (int y = top; y < top + BLOCK; y++) {
        sum += image.getRGB(x, y) >> shift & 255;
      }
    }
    return sum / (BLOCK * BLOCK);
  }
}
