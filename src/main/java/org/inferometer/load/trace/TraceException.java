package org.inferometer.load.trace;

import java.nio.file.Path;

/** A trace that cannot be replayed. The message is for whoever brought the file. */
public final class TraceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  TraceException(Path file, String message) {
    super(file + ": " + message);
  }

  TraceException(Path file, long line, String message) {
    super(file + ", line " + line + ": " + message);
  }
}
