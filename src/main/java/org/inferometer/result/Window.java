package org.inferometer.result;

import java.util.Locale;

/**
 * The part of a repetition that a number is about. An event belongs to a window by its own time,
 * whatever request it is of: a first token by its arrival, a total latency by the last arrival.
 */
public enum Window {
  /** From the first start to the last close of the measured requests. */
  WHOLE,
  /**
   * Closed loop: from the first moment at which all p slots are busy to the last such moment. Open
   * loop: from the first end of a request, up to which the load only builds up, to the last start,
   * after which it only drains.
   */
  STEADY;

  /** The name used in tables and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
