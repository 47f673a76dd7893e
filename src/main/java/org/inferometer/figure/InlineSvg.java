package org.inferometer.figure;

import java.awt.Color;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures as parts of a page: they take the page's colours, so that they can be read on dark paper,
 * and share their letters.
 */
public final class InlineSvg {
  private static final Map<Color, String> PAPER =
      Map.of(
          Paper.WHITE, "var(--paper)",
          Paper.INK, "var(--ink)",
          Paper.FAINT, "var(--faint)",
          Readings.GREY, "var(--faint)",
          Paper.GRID, "var(--grid)");

  private final SvgOutlines letters = new SvgOutlines("href");
  private int figures;

  /** Whether {@code spec} takes more than a column of a page. */
  public static boolean isWide(ChartSpec spec) {
    return Picture.of(spec).width() > Paper.COLUMN + 1;
  }

  /**
   * The markup of one more figure; panels flow as the page is wide.
   *
   * @param title of the figure, as markup
   */
  public String of(ChartSpec spec, String title) {
    return spec instanceof Panels panels
        ? PanelPicture.parts(panels).stream()
            .map(part -> svg(part, title))
            .collect(Collectors.joining("", "<div class=\"panels\">", "</div>"))
        : svg(Picture.of(spec), title);
  }

  private String svg(Picture picture, String title) {
    SvgSheet sheet = new SvgSheet("f" + figures++);
    picture.paint(new SvgCanvas(sheet, letters, InlineSvg::name));
    return "<svg role=\"img\" viewBox=\"0 0 %d %d\"><title>%s</title>%s</svg>\n"
        .formatted(
            SvgPath.units(picture.width()),
            SvgPath.units(picture.height()),
            title,
            sheet.content());
  }

  /** The letters of all figures, once for the page. */
  public String letters() {
    return "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">"
        + letters.definitions()
        + "</svg>\n";
  }

  private static String name(Color color) {
    Color opaque = new Color(color.getRGB());
    return PAPER.getOrDefault(opaque, FigureFiles.hex(opaque));
  }
}
