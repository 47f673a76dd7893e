package org.inferometer.figure;

/**
 * The words that go with a figure.
 *
 * @param name file name without an ending
 * @param text what the figure shows, for the caption under it
 * @param note number of observations, kind of interval, what hollow marks mean; small print in the
 *     figure itself
 */
public record Caption(String name, String text, String note) {
  /** Without small print, where that stands beside the figure instead. */
  public Caption withoutNote() {
    return new Caption(name, text, "");
  }

  /** With everything in small print, where a figure is alone: in a file of its own. */
  Caption alone() {
    return new Caption(name, text, text + "." + (note.isEmpty() ? "" : " " + note));
  }
}
