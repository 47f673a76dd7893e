package org.inferometer.server.template;

/**
 * A template that is broken, asks for something that is not supported, or refuses what it was
 * given. The message names the construct and, but for what the template itself says with {@code
 * raise_exception}, the line.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean located;

  private TemplateException(String message, boolean located) {
    super(message);
    this.located = located;
  }

  /** An error whose line is not known yet. */
  TemplateException(String message) {
    this(message, false);
  }

  /** An error at a line. */
  TemplateException(int line, String message) {
    this("line " + line + ": " + message, true);
  }

  /** What a template says to whoever asked for something it cannot do. */
  static TemplateException raised(String message) {
    return new TemplateException(message, true);
  }

  /** A construct that Jinja knows and this interpreter does not. */
  static TemplateException unsupported(String construct) {
    return new TemplateException(construct + " is not supported");
  }

  /** The same error with its line, unless it has one. */
  TemplateException at(int line) {
    return located ? this : new TemplateException(line, getMessage());
  }
}
