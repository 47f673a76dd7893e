package org.inferometer.scenario;

/** What of a cell is independent of each other, so that intervals are made over it. */
public enum Unit {
  REPEAT("repeat", "repeats"),
  /** Where stacks are started more than once: its repeats share what that has made of them. */
  LAUNCH("launch", "launches");

  private final String one;
  private final String many;

  Unit(String one, String many) {
    this.one = one;
    this.many = many;
  }

  /** The word for one of them. */
  public String one() {
    return one;
  }

  /** The word for several. */
  public String many() {
    return many;
  }
}
