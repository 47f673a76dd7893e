package org.inferometer.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A figure as part of a page: it takes the page's colours, so that it can be read on dark paper.
 */
final class InlineSvg {
  private InlineSvg() {}

  /** The markup; {@code number} tells its identifiers from those of the page's other figures. */
  static String of(ChartSpec spec, int number) {
    try {
      String svg = new String(FigureFiles.svg(Picture.of(spec)), StandardCharsets.UTF_8);
      String title = "<title>" + Html.escape(spec.caption().text()) + "</title>";
      String body = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1);
      return opening(svg)
          + title
          + body.replace("\"clip", "\"f" + number + "clip")
              .replace("(#clip", "(#f" + number + "clip")
              .replace("rgb(255,255,255)", "var(--paper)")
              .replace("rgb(34,34,34)", "var(--ink)")
              .replace("rgb(102,102,102)", "var(--faint)")
              .replace("rgb(221,221,221)", "var(--grid)")
              .replaceAll("\\n\\s*", "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot draw " + spec.caption().name(), e);
    }
  }

  private static String opening(String svg) {
    int from = svg.indexOf("viewBox=\"") + "viewBox=\"".length();
    String box = svg.substring(from, svg.indexOf('"', from));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"" + box + "\">";
  }
}
