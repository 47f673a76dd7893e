package org.inferometer.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.inferometer.machine.Processors;

/** A stack's process: its output goes to a log, and it ends with this JVM, however that ends. */
final class StackProcess implements AutoCloseable {
  private static final int LAST_LINES = 25;
  private static final int LAST_BYTES = 32_768;
  private static final int LONGEST_LINE = 300;

  private final String stack;
  private final Process process;
  private final ProcessTree tree;
  private final Guard guard;
  private final Optional<Containers> containers;
  private final Path log;
  private final long logBefore;
  private final Duration grace;
  private final Instant launched = Instant.now();
  private final Thread hook = new Thread(this::stop, "stop-stack");
  private List<String> left;

  private StackProcess(
      String stack,
      Process process,
      ProcessTree tree,
      Guard guard,
      Optional<Containers> containers,
      Path log,
      long logBefore,
      Duration grace) {
    this.stack = stack;
    this.process = process;
    this.tree = tree;
    this.guard = guard;
    this.containers = containers;
    this.log = log;
    this.logBefore = logBefore;
    this.grace = grace;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts {@code command} in {@code folder}; the log is appended to.
   *
   * @param processors where it and all that it starts is kept; null for wherever this program is
   */
  static StackProcess start(
      String stack,
      List<String> command,
      Map<String, String> environment,
      Processors processors,
      Path folder,
      Path log,
      Duration grace) {
    Mark mark = Mark.next(log);
    Optional<Containers> containers = Containers.of(command, mark, environment, folder);
    ProcessBuilder builder =
        new ProcessBuilder(
                Session.own(containers.map(one -> one.labelled(command)).orElse(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put(Mark.VARIABLE, mark.toString());
    Guard guard = null;
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      long logBefore = Files.exists(log) ? Files.size(log) : 0;
      guard = Guard.start(mark, containers, environment, folder, log, grace);
      Process process = started(builder, processors);
      guard.watch(process.pid());
      process.getOutputStream().close();
      ProcessTree tree = new ProcessTree(mark);
      tree.add(process.toHandle());
      return new StackProcess(stack, process, tree, guard, containers, log, logBefore, grace);
    } catch (IOException e) {
      if (guard != null) {
        guard.close();
      }
      throw new StackException(
          stack, "cannot start \"" + command.get(0) + "\" in " + folder + ": " + e.getMessage());
    }
  }

  /** A process inherits the processors of the thread that starts it. */
  private static Process started(ProcessBuilder builder, Processors processors) throws IOException {
    if (processors == null) {
      return builder.start();
    }
    Processors before = Processors.ofThisThread();
    processors.bindThisThread();
    try {
      return builder.start();
    } finally {
      before.bindThisThread();
    }
  }

  /**
   * Throws if a thread of the process, or of one that it started, may run elsewhere than on {@code
   * processors}: a program can leave those it was given.
   */
  void requireOn(Processors processors) {
    for (ProcessHandle one : tree.alive()) {
      for (long thread : Proc.threads(one.pid())) {
        Processors on = Processors.ofProcess(thread);
        if (!processors.containsAll(on)) {
          throw new StackException(
              stack,
              "it was started on processors %s, but a thread of its process %d has set out for %s; allowed: a launch that binds no threads itself"
                  .formatted(processors, one.pid(), on));
        }
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** The root of the processes that serve; empty where it is a container's and not known. */
  OptionalLong root() {
    return containers.map(Containers::root).orElseGet(() -> OptionalLong.of(pid()));
  }

  /** It and all that it started, as far as they run. */
  Set<Long> pids() {
    return tree.alive().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  Instant launched() {
    return launched;
  }

  /** Waits for the end; returns whether it came within {@code millis}. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Throws if the process has ended, with what it said last. */
  void requireAlive() {
    if (!Proc.runs(process.toHandle())) { // The kernel knows it before Java's own thread does.
      throw new StackException(stack, "ended by itself with " + status() + "\n" + lastLines());
    }
  }

  /** The end of the log, to be shown in an error. */
  String lastLines() {
    List<String> lines = tail();
    String text = lines.isEmpty() ? "  (it wrote nothing)" : "  " + String.join("\n  ", lines);
    return "last lines of " + log + ":\n" + text;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook finds nothing left to stop.
    }
  }

  /** What of it not even SIGKILL has ended; nothing before it was closed. */
  synchronized List<String> left() {
    return left == null ? List.of() : left;
  }

  private synchronized void stop() {
    if (left == null) {
      left = tree.stop(grace).stream().map(Proc::described).toList();
      containers.ifPresent(Containers::end);
      guard.close();
    }
  }

  private String status() {
    int status = process.onExit().join().exitValue();
    return "exit status %d%s"
        .formatted(
            status,
            status == 0
                ? "; launch.command has to run as long as its server does, so without & or --detach"
                : status > 128 ? " (signal " + (status - 128) + ")" : "");
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
  }

  /** Of this launch: the launches before it wrote to the same log. */
  private List<String> tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      byte[] end = new byte[(int) Math.min(LAST_BYTES, Math.max(0, length - logBefore))];
      file.seek(length - end.length);
      file.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .map(StackProcess::cut)
              .toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
