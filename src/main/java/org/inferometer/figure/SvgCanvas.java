package org.inferometer.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.function.Function;

/**
 * A drawing as SVG. The library keeps the state of the drawing; its own SVG repeats every letter
 * and every style, which makes a page of forty figures six times as large.
 */
final class SvgCanvas extends VectorGraphics2D {
  private final SvgSheet sheet;
  private final SvgOutlines outlines;
  private final Function<Color, String> names;

  /**
   * An empty drawing.
   *
   * @param names colours as the page calls them
   */
  SvgCanvas(SvgSheet sheet, SvgOutlines outlines, Function<Color, String> names) {
    this.sheet = sheet;
    this.outlines = outlines;
    this.names = names;
  }

  @Override
  public void fill(Shape s) {
    Shape shape = getTransform().createTransformedShape(s);
    int rule = shape.getPathIterator(null).getWindingRule();
    String style = paint("fill") + (rule == PathIterator.WIND_EVEN_ODD ? ";fill-rule:evenodd" : "");
    add(shape, style, shape.getBounds2D(), false);
  }

  @Override
  public void draw(Shape s) {
    BasicStroke stroke = (BasicStroke) getStroke();
    double scale = Math.sqrt(Math.abs(getTransform().getDeterminant()));
    double width = stroke.getLineWidth() * scale;
    StringBuilder style = new StringBuilder("fill:none;" + paint("stroke"));
    style.append(";stroke-width:").append(SvgPath.units(width));
    if (stroke.getDashArray() != null) {
      style.append(";stroke-dasharray:");
      for (float dash : stroke.getDashArray()) {
        style.append(SvgPath.units(dash * scale)).append(' ');
      }
    }
    if (stroke.getEndCap() != BasicStroke.CAP_BUTT) {
      style.append(
          stroke.getEndCap() == BasicStroke.CAP_ROUND
              ? ";stroke-linecap:round"
              : ";stroke-linecap:square");
    }
    if (stroke.getLineJoin() == BasicStroke.JOIN_ROUND) {
      style.append(";stroke-linejoin:round");
    }
    Shape shape = getTransform().createTransformedShape(s);
    Rectangle2D box = shape.getBounds2D();
    box.setFrame(
        box.getX() - width,
        box.getY() - width,
        box.getWidth() + 2 * width,
        box.getHeight() + 2 * width);
    add(shape, style.toString().strip(), box, ((Color) getPaint()).getAlpha() == 255);
  }

  private void add(Shape shape, String style, Rectangle2D box, boolean joins) {
    if (((Color) getPaint()).getAlpha() == 0 || shape.getPathIterator(null).isDone()) {
      return;
    }
    Shape clip = getClip() == null ? null : getTransform().createTransformedShape(getClip());
    if (clip != null && !clip.intersects(box)) {
      return;
    }
    String within = clip == null || clip.contains(box) ? "" : SvgPath.of(clip);
    if (SvgOutlines.worthwhile(shape)) {
      sheet.add(style, within, outlines.use(shape));
    } else {
      sheet.path(style, within, SvgPath.of(shape), joins);
    }
  }

  private String paint(String property) {
    Color color = (Color) getPaint();
    String style = property + ":" + names.apply(color);
    return color.getAlpha() == 255
        ? style
        : style
            + String.format(Locale.ROOT, ";%s-opacity:%.2f", property, color.getAlpha() / 255.0);
  }
}
