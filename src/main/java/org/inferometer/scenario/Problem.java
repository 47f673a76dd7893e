package org.inferometer.scenario;

import org.inferometer.record.Printable;

/**
 * One thing wrong with a scenario.
 *
 * @param place where in the file; absent where it is not in the file
 * @param path the keys that lead there, such as {@code stacks.vllm.url}
 * @param message what was found and what is allowed
 */
record Problem(Place place, String path, String message) {
  /** Of a path; no key is as long. */
  private static final int SHOWN = 200;

  /**
   * A place in a file.
   *
   * @param line from 1
   * @param column from 1
   */
  record Place(int line, int column) {

    /** That of what follows {@code text}, with which a file begins. */
    static Place after(String text) {
      return new Place(
          1 + (int) text.chars().filter(c -> c == '\n').count(),
          text.length() - text.lastIndexOf('\n'));
    }
  }

  @Override
  public String toString() {
    String where =
        place == null ? "" : "line %d, column %d: ".formatted(place.line(), place.column());
    String keys = Printable.line(path);
    String shown = keys.length() > SHOWN ? keys.substring(0, SHOWN) + "..." : keys;
    return where + (path.isEmpty() ? "" : shown + ": ") + message;
  }
}
