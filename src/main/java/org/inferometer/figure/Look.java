package org.inferometer.figure;

import java.awt.Color;
import java.util.List;

/**
 * How a series is told from others: by colour, and without colour by marker, line and hatch.
 *
 * @param dash lengths of strokes and gaps in points, empty for a solid line
 */
public record Look(Color color, Marker marker, List<Float> dash, Hatch hatch) {

  /**
   * Colours that people with any colour vision can tell apart (Okabe and Ito, "Color Universal
   * Design", 2008), in an order in which neighbours also differ in grey.
   */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xD55E00),
          new Color(0x56B4E9));

  private static final List<List<Float>> DASHES =
      List.of(
          List.of(),
          List.of(5f, 2f),
          List.of(1.5f, 1.5f),
          List.of(6f, 1.5f, 1.5f, 1.5f),
          List.of(3f, 1.5f),
          List.of(8f, 2f, 3f, 2f));

  static final Look IN_PROGRESS =
      new Look(new Color(0x56B4E9), Marker.CIRCLE, List.of(), Hatch.NONE);
  static final Look OK = new Look(new Color(0x009E73), Marker.SQUARE, DASHES.get(1), Hatch.RISING);
  static final Look FAILED =
      new Look(new Color(0xD55E00), Marker.TRIANGLE, DASHES.get(2), Hatch.CROSSED);

  public Look {
    dash = List.copyOf(dash);
  }

  /** The look of the stack at this place of the plan, the same in every figure. */
  public static Look ofStack(int place) {
    return new Look(
        COLORS.get(place % COLORS.size()),
        Marker.values()[(place + place / COLORS.size()) % Marker.values().length],
        DASHES.get((place + place / COLORS.size()) % DASHES.size()),
        Hatch.values()[(place + place / COLORS.size()) % Hatch.values().length]);
  }

  /** The look of what is called {@code name}, which joins {@code names} unless it is there. */
  static Look of(String name, List<String> names) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return ofStack(names.indexOf(name));
  }

  /** This look with an unbroken line, for curves too dense for dashes. */
  Look solid() {
    return new Look(color, marker, List.of(), hatch);
  }
}
