package org.inferometer.machine;

/**
 * The one monotonic clock of the instrument. Every time stamp of a request and of a telemetry
 * sample comes from here, so that they can be put on one axis.
 */
public final class Clock {
  private Clock() {}

  /** Now, in nanoseconds since an arbitrary origin that all processes of this machine share. */
  public static long nanos() {
    return System.nanoTime();
  }
}
