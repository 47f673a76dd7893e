package org.inferometer.server.template;

/**
 * Text that {@code safe} or {@code escape} has declared to be HTML. Shown it is like any text, but
 * {@code +} escapes what is added to it.
 *
 * @param text the HTML
 */
record Markup(String text) {
  static Markup escape(String text) {
    return new Markup(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;"));
  }

  /** A text as part of HTML: escaped, unless it is HTML itself. */
  static Markup of(Object text) {
    return text instanceof Markup markup ? markup : escape((String) text);
  }

  Markup plus(Markup more) {
    return new Markup(text + more.text);
  }
}
