package org.inferometer.scenario;

/**
 * One thing wrong with a scenario.
 *
 * @param place where in the file; absent where it is not in the file
 * @param path the keys that lead there, such as {@code stacks.vllm.url}
 * @param message what was found and what is allowed
 */
record Problem(Place place, String path, String message) {

  /**
   * A place in a file.
   *
   * @param line from 1
   * @param column from 1
   */
  record Place(int line, int column) {}

  @Override
  public String toString() {
    String where =
        place == null ? "" : "line %d, column %d: ".formatted(place.line(), place.column());
    return where + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
