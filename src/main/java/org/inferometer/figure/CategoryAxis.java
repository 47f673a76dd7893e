package org.inferometer.figure;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.figure.Lettering.Align;

/** Names under groups of bars: broken into lines where they fit, else slanted; never dropped. */
final class CategoryAxis {
  private static final double SLANT = -Math.PI / 4;
  private static final double LONGEST = 90;

  private final List<List<String>> lines = new ArrayList<>();
  private final String title;
  private final boolean slanted;
  private final double height;

  /**
   * An axis.
   *
   * @param room between the middles of two groups
   * @param first how far the first middle is from the picture's left edge
   */
  CategoryAxis(List<String> names, String title, double room, double first) {
    this.title = title;
    double widest = 0;
    double before = 0;
    boolean crowded = false;
    int most = 1;
    for (String name : names) {
      List<String> broken = Lettering.TICKS.wrap(name, room - 3);
      double wide = broken.stream().mapToDouble(Lettering.TICKS::width).max().orElse(0);
      crowded |= (before + wide) / 2 > room - 3;
      before = wide;
      lines.add(broken);
      most = Math.max(most, broken.size());
    }
    slanted = crowded || before > room || most > 3;
    if (slanted) {
      lines.clear();
      for (String name : names) {
        double within = (first + lines.size() * room) / Math.cos(SLANT) - Lettering.TICKS.size();
        lines.add(List.of(Lettering.TICKS.fit(name, Math.min(LONGEST, within))));
      }
      widest = lines.stream().mapToDouble(l -> Lettering.TICKS.width(l.get(0))).max().orElse(0);
    }
    double labels =
        slanted
            ? widest * Math.sin(-SLANT) + Lettering.TICKS.size()
            : most * Lettering.TICKS.lineHeight();
    height = 3 + labels + (title.isEmpty() ? 0 : Lettering.TITLE.lineHeight() + 2);
  }

  /** Whether the names do not fit side by side. */
  boolean isSlanted() {
    return slanted;
  }

  double height() {
    return height;
  }

  void paint(Graphics2D g, double[] middles, double top, double center) {
    for (int i = 0; i < lines.size(); i++) {
      double y = top + 2 + Lettering.TICKS.size();
      if (slanted) {
        Lettering.TICKS.write(
            g, lines.get(i).get(0), middles[i] + 3, y - 4, Align.RIGHT, Paper.INK, SLANT);
        continue;
      }
      for (String line : lines.get(i)) {
        Lettering.TICKS.write(g, line, middles[i], y, Align.CENTER, Paper.INK);
        y += Lettering.TICKS.lineHeight();
      }
    }
    Lettering.TITLE.write(g, title, center, top + height - 2, Align.CENTER, Paper.INK);
  }
}
