package org.inferometer.stack;

import java.util.List;
import java.util.stream.Collectors;
import org.inferometer.record.Printable;

/**
 * A stack that cannot be measured. The message is for the user and says what to do; the words of
 * servers and programs in it command no terminal.
 */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final List<String> stacks;

  /** Of one stack. */
  public StackException(String stack, String message) {
    super("stack " + stack + ": " + Printable.lines(message));
    this.stacks = List.of(stack);
  }

  /** Several at once. */
  public StackException(List<StackException> several) {
    super(
        several.size() == 1
            ? several.get(0).getMessage()
            : several.stream()
                .map(StackException::getMessage)
                .collect(
                    Collectors.joining(
                        "\n  ", several.size() + " stacks cannot be measured\n  ", "")));
    this.stacks = several.stream().flatMap(one -> one.stacks.stream()).toList();
  }

  /** Names of those that it is about. */
  public List<String> stacks() {
    return stacks;
  }
}
