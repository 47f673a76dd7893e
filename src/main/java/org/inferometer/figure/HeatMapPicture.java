package org.inferometer.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.figure.Lettering.Align;

/** Shaded cells with their numbers; XChart's own heat map cannot place names or numbers. */
final class HeatMapPicture implements Picture {
  private static final double CELL = 20;
  private static final Color DARK = new Color(0x08306B);

  /** Numbers lie on a cell and not on the paper, whose colours a page may change. */
  private static final Color ON_DARK = new Color(0xFEFEFE);

  private static final Color ON_LIGHT = new Color(0x1A1A1A);

  /** Stands out from every shade. */
  private static final Color MARKED = new Color(0xE69F00);

  private final HeatMap map;
  private final double width;
  private final double left;
  private final CategoryAxis columns;
  private final List<String> note;
  private final double most;

  HeatMapPicture(HeatMap map) {
    this.map = map;
    width = map.columns().size() > 6 ? Paper.TEXT : Paper.COLUMN;
    double names = map.rows().stream().mapToDouble(this::nameWidth).max().orElse(0);
    left = Paper.MARGIN + Math.min(names, width / 3) + 6;
    columns = new CategoryAxis(map.columns(), map.xTitle(), cell(), left + cell() / 2);
    note = Lettering.NOTE.wrap(map.caption().note(), width - 2 * Paper.MARGIN);
    most = map.most();
  }

  private double nameWidth(String name) {
    return Lettering.TICKS.width(name);
  }

  private double cell() {
    return (width - left - Paper.MARGIN) / Math.max(1, map.columns().size());
  }

  private double top() {
    return Paper.MARGIN + Lettering.TITLE.lineHeight() + 4;
  }

  private double bottom() {
    return top() + map.rows().size() * CELL;
  }

  @Override
  public double width() {
    return width;
  }

  @Override
  public double height() {
    return bottom() + columns.height() + 4 + note.size() * Lettering.NOTE.lineHeight();
  }

  @Override
  public void paint(Graphics2D g) {
    g.setColor(Paper.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height()));
    Lettering.TITLE.write(
        g, map.value(), left, Paper.MARGIN + Lettering.TITLE.size(), Align.LEFT, Paper.INK);
    for (int row = 0; row < map.rows().size(); row++) {
      double y = top() + row * CELL;
      name(g, map.rows().get(row), y + CELL / 2 + 2.8);
      for (int column = 0; column < map.columns().size(); column++) {
        cell(g, left + column * cell(), y, map.cells().get(row).get(column));
      }
    }
    double[] middles =
        IntStream.range(0, map.columns().size())
            .mapToDouble(i -> left + (i + 0.5) * cell())
            .toArray();
    columns.paint(g, middles, bottom(), left + cell() * map.columns().size() / 2);
    double y = bottom() + columns.height() + 1;
    for (String line : note) {
      y += Lettering.NOTE.lineHeight();
      Lettering.NOTE.write(g, line, Paper.MARGIN, y - 2, Align.LEFT, Paper.FAINT);
    }
  }

  /** In two lines where one is too short, and shortened only where these are. */
  private void name(Graphics2D g, String name, double baseline) {
    double room = left - Paper.MARGIN - 4;
    List<String> lines = Lettering.TICKS.wrap(name, room);
    String first = lines.get(0);
    String second = name.substring(name.indexOf(first) + first.length()).strip();
    double half = second.isEmpty() ? 0 : Lettering.TICKS.lineHeight() / 2 - 0.4;
    Lettering.TICKS.write(
        g, Lettering.TICKS.fit(first, room), left - 4, baseline - half, Align.RIGHT, Paper.INK);
    Lettering.TICKS.write(
        g, Lettering.TICKS.fit(second, room), left - 4, baseline + half, Align.RIGHT, Paper.INK);
  }

  private void cell(Graphics2D g, double x, double y, Point cell) {
    if (!cell.drawn()) {
      Lettering.TICKS.write(g, "–", x + cell() / 2, y + CELL / 2 + 2.8, Align.CENTER, Paper.FAINT);
      return;
    }
    double share = most > 0 ? Math.max(0, cell.y() / most) : 0;
    g.setColor(shade(share));
    g.fill(new Rectangle2D.Double(x + 0.4, y + 0.4, cell() - 0.8, CELL - 0.8));
    Color ink = share > 0.5 ? ON_DARK : ON_LIGHT;
    String number = HeatMap.number(cell);
    Lettering.TICKS.write(g, number, x + cell() / 2, y + CELL / 2 + 2.8, Align.CENTER, ink);
    if (cell.label() != null) {
      g.setColor(MARKED);
      g.setStroke(new BasicStroke(1.6f));
      g.draw(new Rectangle2D.Double(x + 1.2, y + 1.2, cell() - 2.4, CELL - 2.4));
    }
  }

  /** From nearly white to dark blue: ordered in grey as well. */
  static Color shade(double share) {
    double s = Math.min(1, share);
    return new Color(
        (int) Math.round(240 + (DARK.getRed() - 240) * s),
        (int) Math.round(245 + (DARK.getGreen() - 245) * s),
        (int) Math.round(250 + (DARK.getBlue() - 250) * s));
  }
}
