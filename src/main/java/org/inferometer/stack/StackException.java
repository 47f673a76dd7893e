package org.inferometer.stack;

/** A stack that cannot be measured. The message is for the user and says what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StackException(String stack, String message) {
    super("stack " + stack + ": " + message);
  }
}
