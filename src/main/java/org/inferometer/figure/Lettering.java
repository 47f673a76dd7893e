package org.inferometer.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Text as filled outlines, so that a figure looks the same on every machine and in every format.
 *
 * @param size in points at print size
 */
record Lettering(float size) {
  /** The font that PDFBox carries (Liberation Sans, which has Helvetica's widths). */
  private static final Font BUNDLED = bundled();

  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  static final Lettering TICKS = new Lettering(8);
  static final Lettering TITLE = new Lettering(8.5f);
  static final Lettering NOTE = new Lettering(6.5f);

  /** Which way text lies from its anchor. */
  enum Align {
    LEFT,
    CENTER,
    RIGHT
  }

  /** The bundled font, or for scripts that it lacks the JVM's own choice. */
  Font font(String text) {
    Font font =
        BUNDLED.canDisplayUpTo(text) < 0 ? BUNDLED : new Font(Font.SANS_SERIF, Font.PLAIN, 1);
    return font.deriveFont(size);
  }

  /** Characters of {@code text} for which no font of this machine has a shape. */
  static IntStream shapeless(String text) {
    Font other = new Font(Font.SANS_SERIF, Font.PLAIN, 1);
    return text.codePoints()
        .filter(one -> !Character.isWhitespace(one))
        .filter(one -> !BUNDLED.canDisplay(one) && !other.canDisplay(one));
  }

  double width(String text) {
    return text.isBlank() ? 0 : new TextLayout(text, font(text), EXACT).getAdvance();
  }

  /** Distance of baselines. */
  double lineHeight() {
    return size * 1.25;
  }

  /** Writes {@code text} with its baseline at {@code y}. */
  void write(Graphics2D g, String text, double x, double y, Align align, Color color) {
    write(g, text, x, y, align, color, 0);
  }

  /** Writes {@code text} turned around its anchor by {@code turn}, in radians clockwise. */
  void write(Graphics2D g, String text, double x, double y, Align align, Color color, double turn) {
    if (text.isBlank()) {
      return;
    }
    double shift =
        switch (align) {
          case LEFT -> 0;
          case CENTER -> -width(text) / 2;
          case RIGHT -> -width(text);
        };
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.rotate(turn);
    place.translate(shift, 0);
    Shape outline = new TextLayout(text, font(text), EXACT).getOutline(place);
    g.setColor(color);
    g.fill(outline);
  }

  /** Breaks {@code text} into lines of at most {@code width} where words allow it. */
  List<String> wrap(String text, double width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split("(?<=[\\s/_-])")) {
      if (!line.isEmpty() && width((line + word).strip()) > width) {
        lines.add(line.strip());
        line = "";
      }
      line += word;
    }
    lines.add(line.strip());
    return lines;
  }

  /** {@code text}, shortened in the middle if it is longer than {@code width}. */
  String fit(String text, double width) {
    String fitting = text;
    for (int keep = text.length() - 1; width(fitting) > width && keep > 2; keep--) {
      fitting = text.substring(0, (keep + 1) / 2) + "…" + text.substring(text.length() - keep / 2);
    }
    return fitting;
  }

  /**
   * AWT refuses even a font of our own where the system has no fontconfig, as in slim containers,
   * unless it is told of an empty configuration before it starts.
   */
  private static void withoutSystemFonts() {
    String key = "sun.awt.fontconfig";
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    boolean configured =
        System.getProperty(key) != null
            || System.getenv("FONTCONFIG_FILE") != null
            || Files.exists(Path.of("/etc/fonts/fonts.conf"));
    if (!linux || configured) {
      return;
    }
    try {
      Path empty = Files.createTempFile("inferometer-fonts", ".properties");
      empty.toFile().deleteOnExit();
      Files.writeString(empty, "version=1\nsequence.allfonts=default\n");
      System.setProperty(key, empty.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a font configuration", e);
    }
  }

  private static Font bundled() {
    String name = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    withoutSystemFonts();
    try (InputStream font = org.apache.pdfbox.pdmodel.PDDocument.class.getResourceAsStream(name)) {
      return Font.createFont(Font.TRUETYPE_FONT, font);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + name, e);
    } catch (FontFormatException e) {
      throw new IllegalStateException("the font " + name + " is damaged", e);
    }
  }
}
