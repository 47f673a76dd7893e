package org.inferometer.server.model;

/**
 * A model directory that cannot be served. The message is meant for the user: it names the file,
 * the key, what was found and what is allowed.
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a complete message for the user. */
  public ModelException(String message) {
    super(message);
  }

  /** With a complete message for the user and what caused it. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
