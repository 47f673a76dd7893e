package org.inferometer.stack;

import org.inferometer.scenario.Sharing;

/** A way of sharing that cannot be had here. The message is for the user and says what to do. */
public final class SharingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SharingException(Sharing sharing, String message) {
    super("sharing: %s: %s".formatted(sharing.label(), message));
  }
}
