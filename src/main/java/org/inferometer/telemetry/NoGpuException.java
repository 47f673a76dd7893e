package org.inferometer.telemetry;

/** There is no GPU to be read; the message says why. */
final class NoGpuException extends Exception {
  private static final long serialVersionUID = 1;

  NoGpuException(String reason) {
    super(reason);
  }
}
