package org.inferometer.telemetry;

import java.io.IOException;
import java.util.Map;

/** Reads memory and processor of the whole machine. */
interface HostProbe extends AutoCloseable {

  /** Readings under the names of {@link Sample}. */
  Map<String, Double> read() throws IOException;

  @Override
  void close();

  /** The cheapest probe for this machine. */
  static HostProbe open() {
    try {
      return new LinuxHost();
    } catch (IOException e) {
      return new OtherHost();
    }
  }
}
