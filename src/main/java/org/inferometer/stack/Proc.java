package org.inferometer.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code /proc} tells of processes, see proc(5). Elsewhere nothing is known. */
final class Proc {
  private static final Path ROOT = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START = 19;
  private static final int LONGEST_COMMAND = 80;

  private Proc() {}

  /** A variable with which the process {@code pid} was started, unless it is another user's. */
  static Optional<String> variable(long pid, String name) {
    try {
      String environment = Files.readString(file(pid, "environ"), StandardCharsets.ISO_8859_1);
      return Stream.of(environment.split("\0"))
          .filter(one -> one.startsWith(name + "="))
          .map(one -> one.substring(name.length() + 1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** When the process {@code pid} began, in the kernel's ticks: with its number, its identity. */
  static Optional<String> start(long pid) {
    return stat(pid).map(fields -> fields[START]);
  }

  /**
   * Whether {@code process} is alive and no zombie, which an orphan may stay for ever. One that has
   * lost its first thread alone looks like a zombie, and keeps its memory until the last has ended.
   */
  static boolean runs(ProcessHandle process) {
    return process.isAlive()
        && stat(process.pid())
            .map(fields -> !fields[STATE].equals("Z") || Integer.parseInt(fields[THREADS]) > 1)
            .orElseGet(process::isAlive); // No /proc here, or gone by now.
  }

  /** For a reader: its number, and what it was started with. */
  static String described(ProcessHandle process) {
    String command = process.info().commandLine().or(() -> process.info().command()).orElse("?");
    String shown =
        command.length() <= LONGEST_COMMAND
            ? command
            : command.substring(0, LONGEST_COMMAND) + " ...";
    return process.pid() + " (" + shown + ")";
  }

  /**
   * Whether the process {@code pid} is in a control group that is called like {@code container}.
   */
  static boolean isOf(long pid, String container) {
    try {
      return Files.readString(file(pid, "cgroup")).contains(container);
    } catch (IOException e) {
      return false;
    }
  }

  /** The threads of the process {@code pid}; none once it has ended. */
  static List<Long> threads(long pid) {
    try (Stream<Path> all = Files.list(file(pid, "task"))) {
      return all.map(one -> Long.parseLong(one.getFileName().toString())).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** The space in which this process sees numbers of processes; a container has its own. */
  static Optional<String> pidSpace() {
    try {
      return Optional.of(
          Files.readSymbolicLink(ROOT.resolve("self/ns/pid")).toString().replaceAll("\\D", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The fields after the name, which may hold blanks and parentheses itself. */
  private static Optional<String[]> stat(long pid) {
    try {
      String text = Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path file(long pid, String name) {
    return ROOT.resolve(pid + "/" + name);
  }
}
