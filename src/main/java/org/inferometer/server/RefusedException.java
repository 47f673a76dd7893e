package org.inferometer.server;

/** A request that is not taken now. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a request is not taken. */
  public enum Reason {
    /** As many requests as allowed are waiting. */
    QUEUE_FULL,
    /** The server ends. */
    SHUTTING_DOWN
  }

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
