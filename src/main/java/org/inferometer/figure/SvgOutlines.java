package org.inferometer.figure;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outlines that are written once and used wherever they come again: letters, markers, and the words
 * that letters make.
 */
final class SvgOutlines {
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final StringBuilder definitions = new StringBuilder();
  private final String href;

  /** With {@code href} as the attribute that names what is used: plain or of the XLink of old. */
  SvgOutlines(String href) {
    this.href = href;
  }

  /** Whether {@code shape} has curves: all else is shorter than a reference to it. */
  static boolean worthwhile(Shape shape) {
    double[] at = new double[6];
    for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(at);
      if (kind == PathIterator.SEG_QUADTO || kind == PathIterator.SEG_CUBICTO) {
        return true;
      }
    }
    return false;
  }

  /** {@code shape}, filled or stroked as its surroundings say. */
  String use(Shape shape) {
    List<Part> parts = parts(shape);
    Part first = parts.get(0);
    String id = letter(first);
    if (parts.size() > 1) {
      StringBuilder word = new StringBuilder();
      for (Part part : parts) {
        word.append(
            use(
                letter(part),
                SvgPath.units(part.left() - first.left()),
                SvgPath.units(part.top() - first.top())));
      }
      id = define("<g", word + "</g>");
    }
    return use(id, SvgPath.units(first.left()), SvgPath.units(first.top()));
  }

  /** What the uses refer to. */
  String definitions() {
    return "<defs>" + definitions + "</defs>";
  }

  private String letter(Part part) {
    return define("<path", SvgPath.of(part.path, part.left(), part.top()) + "\"/>");
  }

  private String define(String element, String content) {
    return ids.computeIfAbsent(
        element + content,
        missing -> {
          String id = "o" + Integer.toString(ids.size(), Character.MAX_RADIX);
          definitions
              .append(element)
              .append(" id=\"")
              .append(id)
              .append(element.equals("<g") ? "\">" : "\" d=\"")
              .append(content);
          return id;
        });
  }

  private String use(String id, long x, long y) {
    return "<use "
        + href
        + "=\"#"
        + id
        + "\""
        + (x == 0 ? "" : " x=\"" + x + "\"")
        + (y == 0 ? "" : " y=\"" + y + "\"")
        + "/>";
  }

  /** Contours that belong together: one, and what lies within its bounds. */
  private static final class Part {
    private final Path2D path = new Path2D.Double();
    private Rectangle2D bounds;
    private double left;
    private double top;

    Part(Path2D contour) {
      double[] at = new double[6];
      contour.getPathIterator(null).currentSegment(at);
      left = at[0];
      top = at[1];
      bounds = contour.getBounds2D();
      path.append(contour, false);
    }

    double left() {
      return left;
    }

    double top() {
      return top;
    }

    boolean takes(Path2D contour) {
      Rectangle2D its = contour.getBounds2D();
      if (!bounds.contains(its) && !its.contains(bounds)) {
        return false;
      }
      bounds = bounds.createUnion(its);
      path.append(contour, false);
      return true;
    }
  }

  private static List<Part> parts(Shape shape) {
    List<Part> parts = new ArrayList<>();
    for (Path2D contour : contours(shape)) {
      if (parts.stream().noneMatch(part -> part.takes(contour))) {
        parts.add(new Part(contour));
      }
    }
    return parts;
  }

  private static List<Path2D> contours(Shape shape) {
    List<Path2D> contours = new ArrayList<>();
    Path2D contour = new Path2D.Double();
    double[] at = new double[6];
    for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
      switch (path.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> {
          contour = new Path2D.Double();
          contour.moveTo(at[0], at[1]);
          contours.add(contour);
        }
        case PathIterator.SEG_LINETO -> contour.lineTo(at[0], at[1]);
        case PathIterator.SEG_QUADTO -> contour.quadTo(at[0], at[1], at[2], at[3]);
        case PathIterator.SEG_CUBICTO -> contour.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
        default -> contour.closePath();
      }
    }
    return contours;
  }
}
