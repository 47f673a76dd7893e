package org.inferometer.stack;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;

/** Looks, before any time is spent, whether stacks can be measured at all. */
public final class Preflight {
  /** Where no stack listens: only the name of the program is of interest. */
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private Preflight() {}

  /**
   * Asks the servers that run already whether they serve their models; looks whether the programs
   * of the others are there, and their ports free.
   *
   * @param wanted the stacks, each with the models that it is to serve
   * @param folder where launched processes will run
   * @return why requests to stacks that can be measured may fail all the same, one sentence each
   * @throws StackException naming every stack that cannot be measured
   */
  public static List<String> check(Map<Stack, ? extends Collection<Model>> wanted, Path folder) {
    List<StackException> problems = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    wanted.forEach(
        (stack, models) -> {
          try {
            check(stack, models, folder, doubts);
          } catch (StackException e) {
            problems.add(e);
          }
        });
    if (!problems.isEmpty()) {
      throw new StackException(problems);
    }
    return doubts;
  }

  private static void check(
      Stack stack, Collection<Model> models, Path folder, List<String> doubts) {
    if (stack.launch() != null) {
      Ports.of(stack);
      program(stack, models.iterator().next(), folder);
      return;
    }
    try (ControlClient client = new ControlClient(stack, stack.url())) {
      models.stream()
          .map(model -> Introspection.of(stack, model, stack.url(), client).doubt())
          .filter(Objects::nonNull)
          .distinct()
          .forEach(doubt -> doubts.add("stack " + stack.name() + ": " + doubt));
    }
  }

  private static void program(Stack stack, Model model, Path folder) {
    Command command = new Command(stack, model, NOWHERE);
    String program = command.arguments().get(0);
    String path = command.environment().getOrDefault("PATH", System.getenv("PATH"));
    if (File.separatorChar != '/' || path == null) {
      return;
    }
    boolean named = program.contains("/");
    Stream<String> folders = named ? Stream.of("") : Stream.of(path.split(Pattern.quote(":")));
    if (folders
        .map(one -> folder.resolve(one).resolve(program))
        .noneMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
      throw new StackException(
          stack.name(),
          named
              ? "launch.command: %s is no program that can be executed; allowed: a path, seen from %s"
                  .formatted(program, folder)
              : "launch.command: there is no program %s in the folders of PATH; install it, or give its path"
                  .formatted(program));
    }
  }
}
