package org.inferometer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inferometer.record.Mode;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Optional;

/** JMH's command line, with this project's profiler added: P2FT, rates and failures. */
public final class JmhMain {
  private JmhMain() {}

  /**
   * Runs {@code org.openjdk.jmh.Main}, which ends the process itself when something fails.
   *
   * @throws IllegalArgumentException naming a parameter that no benchmark can take; nothing has run
   */
  public static int run(String[] arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-prof", StreamProfiler.class.getName()));
    for (String argument : arguments) {
      all.add(argument.equals("--help") ? "-h" : argument);
    }
    String[] wanted = all.toArray(String[]::new);
    requireParameters(wanted);
    OwnTemporaryFolder.use();
    org.openjdk.jmh.Main.main(wanted);
    return 0;
  }

  /** JMH would print a trace for each benchmark, and end as if all were well. */
  private static void requireParameters(String[] arguments) {
    CommandLineOptions options;
    try {
      options = new CommandLineOptions(arguments);
    } catch (CommandLineOptionException e) {
      return; // JMH says so itself
    }
    each(options, "stack", JmhMain::requireStack);
    each(options, "task", StackByHand::requirePrompts);
    each(options, "mode", JmhMain::requireMode);
    each(options, "load", OpenLoop::byHand);
    each(options, "users", UserLoop::byHand);
  }

  private static void each(CommandLineOptions options, String name, Consumer<String> require) {
    Optional<Collection<String>> values = options.getParameter(name);
    if (values.hasValue()) {
      values.get().forEach(require);
    }
  }

  private static void requireStack(String stack) {
    if (!stack.equals(StackByHand.STANDARD)) {
      StackByHand.of(stack).requireListening();
    }
  }

  private static void requireMode(String mode) {
    if (Stream.of(Mode.values()).noneMatch(one -> one.label().equals(mode))) {
      throw new IllegalArgumentException("-p mode=" + mode + "; allowed: sync or stream");
    }
  }
}
