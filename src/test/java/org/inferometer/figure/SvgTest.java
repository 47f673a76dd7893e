package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class SvgTest {
  private final SvgSheet sheet = new SvgSheet("f");
  private final SvgOutlines outlines = new SvgOutlines("href");
  private final SvgCanvas canvas = new SvgCanvas(sheet, outlines, FigureFiles::hex);

  @Test
  void aPathIsToldInHundredthsOfAPointFromPlaceToPlace() {
    Path2D path = new Path2D.Double();
    path.moveTo(1, 2);
    path.lineTo(3, 2);
    path.lineTo(3, 1.5);
    path.lineTo(2.5, 1.25);
    path.closePath();
    path.moveTo(0, 0);
    path.quadTo(1, 1, 2, 0);

    assertThat(SvgPath.of(path)).isEqualTo("M100 200h200v-50l-50-25zM0 0q100 100 200 0");
  }

  @Test
  void cornersThatNobodySeesAreLeftOutAndOthersKept() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, 0);
    for (int i = 1; i <= 100; i++) {
      path.lineTo(i, i == 50 ? 5 : i % 2 * 0.03);
    }

    assertThat(SvgPath.of(path)).isEqualTo("M0 0l4900 3 100 497 100-497 4900-3");
  }

  @Test
  void aWordThatComesAgainIsOutlinedOnceAndItsLettersToo() {
    Lettering.TICKS.write(canvas, "noon", 10, 20, Lettering.Align.LEFT, Color.BLACK);
    Lettering.TICKS.write(canvas, "noon", 30.123, 40.567, Lettering.Align.LEFT, Color.BLACK);

    String letters = outlines.definitions();
    assertThat(count("<path", letters)).isEqualTo(2);
    assertThat(count("<g ", letters)).isEqualTo(1);
    assertThat(count("<use", sheet.content())).isEqualTo(2);
  }

  @Test
  void whatIsClippedAwayIsNotWrittenAndWhatFitsNeedsNoClip() {
    canvas.setColor(Color.RED);
    canvas.setClip(new Rectangle2D.Double(0, 0, 10, 10));
    canvas.fill(new Rectangle2D.Double(2, 2, 3, 3));
    canvas.fill(new Rectangle2D.Double(20, 20, 3, 3));
    assertThat(sheet.content()).doesNotContain("clip").contains("M200 200").doesNotContain("2000");

    canvas.fill(new Rectangle2D.Double(8, 8, 4, 4));
    assertThat(sheet.content()).contains("<clipPath id=\"fclip0\">", "clip-path=\"url(#fclip0)\"");
  }

  @Test
  void everySvgFileIsXmlWhoseReferencesAreDefinedAtItsPrintedSize() throws Exception {
    for (ChartSpec spec : Gallery.all()) {
      byte[] svg = FigureFiles.svg(Picture.of(spec));
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new java.io.ByteArrayInputStream(svg));
      String text = new String(svg, StandardCharsets.UTF_8);
      assertThat(found(" id=\"([^\"]+)\"", text))
          .doesNotHaveDuplicates()
          .containsAll(found("href=\"#([^\"]+)\"", text))
          .containsAll(found("url\\(#([^)]+)", text));
      assertThat(text).containsPattern("width=\"(238\\.11|425\\.20)pt\"");
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static int count(String what, String text) {
    return text.split(what, -1).length - 1;
  }
}
