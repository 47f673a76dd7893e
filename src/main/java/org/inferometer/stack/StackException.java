package org.inferometer.stack;

import java.util.List;
import org.inferometer.record.Printable;

/**
 * A stack that cannot be measured. The message is for the user and says what to do; the words of
 * servers and programs in it command no terminal.
 */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Of one stack. */
  public StackException(String stack, String message) {
    super("stack " + stack + ": " + Printable.lines(message));
  }

  /** Several at once. */
  StackException(List<String> messages) {
    super(
        messages.size() == 1
            ? messages.get(0)
            : messages.size() + " stacks cannot be measured\n  " + String.join("\n  ", messages));
  }
}
