package org.inferometer.server;

/** Which of the waiting requests are computed together. */
public enum Scheduler {
  /** One request at a time in the order of arrival, the next one when it is done. */
  FIFO {
    @Override
    public int sequences(int most) {
      return 1;
    }
  },
  /** Continuous batching: a request joins the running ones as soon as a place is free. */
  BATCH {
    @Override
    public int sequences(int most) {
      return most;
    }
  };

  /**
   * How many sequences run together.
   *
   * @param most what the server was told to allow
   */
  public abstract int sequences(int most);
}
