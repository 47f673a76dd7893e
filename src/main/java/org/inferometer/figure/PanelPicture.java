package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.figure.Lettering.Align;

/** Plots in rows of two or three under one legend. */
final class PanelPicture implements Picture {
  private static final double PLOT_HEIGHT = 104;

  private final List<LinePicture> plots;
  private final Legend legend;
  private final List<String> note;
  private final int columns;

  PanelPicture(Panels panels) {
    columns = panels.panels().size() > 4 ? 3 : 2;
    double width = Paper.TEXT / columns;
    plots =
        panels.panels().stream()
            .map(panel -> new LinePicture(panel, width, PLOT_HEIGHT, panel.caption().text()))
            .toList();
    Legend.Style style = LinePicture.style(panels.panels().get(0).form());
    legend = new Legend(panels.legend(), Paper.TEXT - 2 * Paper.MARGIN, style);
    note = Lettering.NOTE.wrap(panels.caption().note(), Paper.TEXT - 2 * Paper.MARGIN);
  }

  /** Legend and plots as pictures of one width, for a page that lays them out itself. */
  static List<Picture> parts(Panels panels) {
    PanelPicture whole = new PanelPicture(panels);
    List<Picture> parts = new ArrayList<>();
    double width = Paper.TEXT / whole.columns;
    Legend.Style style = LinePicture.style(panels.panels().get(0).form());
    Legend key = new Legend(panels.legend(), width - 2 * Paper.MARGIN, style);
    if (key.height() > 0) {
      parts.add(new Key(key, width));
    }
    parts.addAll(whole.plots);
    return parts;
  }

  private record Key(Legend legend, double width) implements Picture {
    @Override
    public double height() {
      return legend.height() + Paper.MARGIN;
    }

    @Override
    public void paint(Graphics2D g) {
      legend.paint(g, Paper.MARGIN, Paper.MARGIN);
    }
  }

  @Override
  public double width() {
    return Paper.TEXT;
  }

  @Override
  public double height() {
    return notes() + 2 + note.size() * Lettering.NOTE.lineHeight() + Paper.MARGIN;
  }

  private double notes() {
    int rows = (plots.size() + columns - 1) / columns;
    return Paper.MARGIN + legend.height() + rows * rowHeight();
  }

  private double rowHeight() {
    return plots.stream().mapToDouble(LinePicture::height).max().orElse(0);
  }

  @Override
  public void paint(Graphics2D g) {
    g.setColor(Paper.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width(), height()));
    legend.paint(g, Paper.MARGIN, Paper.MARGIN);
    AffineTransform before = g.getTransform();
    for (int i = 0; i < plots.size(); i++) {
      double x = i % columns * width() / columns;
      double y = Paper.MARGIN + legend.height() + i / columns * rowHeight();
      g.translate(x, y);
      plots.get(i).paint(g);
      g.setTransform(before);
    }
    double y = notes();
    for (String line : note) {
      y += Lettering.NOTE.lineHeight();
      Lettering.NOTE.write(g, line, Paper.MARGIN, y, Align.LEFT, Paper.FAINT);
    }
  }
}
