package org.inferometer.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A stack's process: its output goes to a log, and it ends no later than this JVM. */
final class StackProcess implements AutoCloseable {
  /** Gives the stack a session of its own, so that Ctrl-C reaches it through us only. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private static final int LAST_LINES = 25;
  private static final int LAST_BYTES = 32_768;
  private static final int LONGEST_LINE = 300;

  private final String stack;
  private final Process process;
  private final ProcessTree tree;
  private final Path log;
  private final Duration grace;
  private final Instant launched = Instant.now();
  private final Thread hook = new Thread(this::stop, "stop-stack");

  private StackProcess(String stack, Process process, ProcessTree tree, Path log, Duration grace) {
    this.stack = stack;
    this.process = process;
    this.tree = tree;
    this.log = log;
    this.grace = grace;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts {@code command} in {@code folder}; the log is appended to. */
  static StackProcess start(
      String stack,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log,
      Duration grace) {
    List<String> line = new ArrayList<>(command);
    if (Files.isExecutable(SETSID)) {
      line.add(0, SETSID.toString());
    }
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().put(ProcessTree.MARK, mark);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      return new StackProcess(
          stack, process, new ProcessTree(process.toHandle(), mark), log, grace);
    } catch (IOException e) {
      throw new StackException(
          stack, "cannot start \"" + command.get(0) + "\" in " + folder + ": " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
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
    if (!process.isAlive()) {
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

  private synchronized void stop() {
    tree.stop(grace);
  }

  private String status() {
    int status = process.exitValue();
    return "exit status " + status + (status > 128 ? " (signal " + (status - 128) + ")" : "");
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
  }

  private List<String> tail() {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - LAST_BYTES);
      String end = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      List<String> lines =
          end.lines().filter(line -> !line.isBlank()).map(StackProcess::cut).toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
