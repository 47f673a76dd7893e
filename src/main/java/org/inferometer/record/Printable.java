package org.inferometer.record;

import java.util.regex.Pattern;

/**
 * Words of others - servers, models, programs - made fit to be printed: what would command a
 * terminal, or turn the direction of writing, does not get there.
 */
public final class Printable {
  /** ECMA-48: control sequences, and strings such as a window's title with whatever ends them. */
  private static final Pattern SEQUENCES =
      Pattern.compile(
          "(\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?"
              + "|(\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c]*(\\x07|\\x1b\\\\|\\x9c)?"
              + "|\\x1b[ -/]*[0-~]?");

  private static final Pattern CONTROLS =
      Pattern.compile(
          "[\\p{Cntrl}\\x80-\\x9f\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

  private Printable() {}

  /** {@code text} on one line, null where it is null. */
  public static String line(String text) {
    return text == null ? null : lines(text.replaceAll("[\\s\\p{Z}]+", " ")).strip();
  }

  /** {@code text} with its line breaks and tabs, without any other control character. */
  public static String lines(String text) {
    return CONTROLS.matcher(SEQUENCES.matcher(text).replaceAll("")).replaceAll("");
  }
}
