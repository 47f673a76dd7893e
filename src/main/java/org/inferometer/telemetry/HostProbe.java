package org.inferometer.telemetry;

import java.io.IOException;

/** Reads memory and processor of the whole machine. */
interface HostProbe extends Source {
  @Override
  default String name() {
    return ReadingNames.HOST;
  }

  /** The cheapest probe for this machine. */
  static HostProbe open() {
    try {
      return new LinuxHost();
    } catch (IOException e) {
      return new OtherHost();
    }
  }
}
