package org.inferometer.figure;

import java.awt.BasicStroke;
import java.awt.Color;

/** Sizes in points and colours that all figures share. */
final class Paper {
  /** One column of a two-column page: 84 mm. */
  static final double COLUMN = 84 / 25.4 * 72;

  /** The text width of a thesis: 150 mm. */
  static final double TEXT = 150 / 25.4 * 72;

  static final double PLOT_HEIGHT = 128;
  static final double MARGIN = 3;

  static final Color WHITE = new Color(0xFFFFFF);
  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0x666666);
  static final Color GRID = new Color(0xDDDDDD);

  static final BasicStroke HAIRLINE = new BasicStroke(0.4f);
  static final BasicStroke THIN = new BasicStroke(0.6f);
  static final float CURVE = 1.1f;
  static final float TRACE = 0.9f;
  static final double MARKER = 4.4;

  private Paper() {}

  /** The line of a curve with this look. */
  static BasicStroke stroke(Look look, float width) {
    float[] dash = new float[look.dash().size()];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = look.dash().get(i);
    }
    return dash.length == 0
        ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
        : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  static Color tint(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
