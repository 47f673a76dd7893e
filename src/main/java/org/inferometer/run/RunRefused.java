package org.inferometer.run;

import java.io.IOException;

/** A run that cannot begin. The message is for the user; nothing was measured. */
public final class RunRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  RunRefused(String message) {
    super(message);
  }

  RunRefused(String message, IOException cause) {
    super(message, cause);
  }
}
