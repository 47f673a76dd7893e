package org.inferometer.bench;

/** A run that ended early. The message is for the user; what was measured is kept. */
public final class RunFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  RunFailed(String message) {
    super(message);
  }
}
