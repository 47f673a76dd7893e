package org.inferometer.report;

import java.util.List;
import org.inferometer.report.table.Grid;

/** HTML as text grows; whatever comes from a run is escaped here. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** {@code text} as HTML shows it, in elements and in quoted attributes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Markup that is trusted: none of it comes from a run. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** An element with text in it. */
  Html text(String element, String text) {
    return raw("<" + element + ">").raw(escape(text)).raw("</" + element + ">\n");
  }

  /** An element of a class. */
  Html text(String element, String cssClass, String text) {
    return raw("<%s class=\"%s\">".formatted(element, cssClass))
        .raw(escape(text))
        .raw("</" + element + ">\n");
  }

  Html list(List<String> items) {
    if (items.isEmpty()) {
      return this;
    }
    raw("<ul>\n");
    items.forEach(item -> text("li", item));
    return raw("</ul>\n");
  }

  Html table(String cssClass, Grid grid) {
    return table(cssClass, grid.header(), grid.rows());
  }

  /** A table that scrolls sideways where the screen is narrow. */
  Html table(String cssClass, List<String> header, List<List<String>> rows) {
    raw("<div class=\"scroll\"><table class=\"%s\"><thead><tr>".formatted(cssClass));
    header.forEach(cell -> text("th", cell));
    raw("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      raw("<tr>");
      row.forEach(cell -> text("td", cell));
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>\n");
  }

  /** A section that opens on a click. */
  Html details(String summary, Runnable body) {
    raw("<details>").text("summary", summary);
    body.run();
    return raw("</details>\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
