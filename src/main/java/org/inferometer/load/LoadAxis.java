package org.inferometer.load;

/** What the level of a load is, and so what figures are drawn against. */
public enum LoadAxis {
  /** Requests in flight. */
  PARALLELISM("parallelism", "p"),

  /** Requests per second. */
  RATE("rate", "rate"),

  /** Users at work. */
  USERS("users", "users"),

  /** How many times faster a schedule runs than it was written. */
  SPEED_UP("speed-up", "speed-up");

  private final String id;
  private final String symbol;

  LoadAxis(String id, String symbol) {
    this.id = id;
    this.symbol = symbol;
  }

  /** Its name among the words of figures. */
  public String id() {
    return id;
  }

  /** What stands above a column of levels, and in the names of figures. */
  public String symbol() {
    return symbol;
  }
}
