package org.inferometer.dataset;

import java.nio.file.Path;

/** Prompts that cannot be used. The message is for whoever wrote the file. */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatasetException(Path file, String message) {
    super(file + ": " + message);
  }

  public DatasetException(Path file, int line, String message) {
    super(file + ", line " + line + ": " + message);
  }
}
