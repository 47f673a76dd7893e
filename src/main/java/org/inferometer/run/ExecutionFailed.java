package org.inferometer.run;

/** A trial that could not be measured. The message is for the user. */
public final class ExecutionFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean ofStack;

  /**
   * @param ofStack whether it is the stack that failed, rather than what measures it
   */
  public ExecutionFailed(boolean ofStack, String message, Throwable cause) {
    super(message, cause);
    this.ofStack = ofStack;
  }

  boolean isOfStack() {
    return ofStack;
  }
}
