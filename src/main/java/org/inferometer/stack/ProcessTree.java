package org.inferometer.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and all that it started, also what outlived its parent or left its process group. On
 * Linux these are told by a variable in their environment, which every child inherits.
 */
final class ProcessTree {
  static final String MARK = "INFEROMETER_PROCESS_TREE";
  private static final Path PROC = Path.of("/proc");

  private final ProcessHandle root;
  private final String mark;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  /**
   * The tree below {@code root}.
   *
   * @param mark value of {@link #MARK} with which the root was started
   */
  ProcessTree(ProcessHandle root, String mark) {
    this.root = root;
    this.mark = MARK + "=" + mark;
  }

  /** All of the tree that still run. */
  synchronized List<ProcessHandle> alive() {
    seen.add(root);
    root.descendants().forEach(seen::add);
    addMarked();
    return seen.stream().filter(ProcessTree::runs).toList();
  }

  /** Asks all to end; after {@code grace} ends the rest by force, and does not return before. */
  void stop(Duration grace) {
    alive().forEach(ProcessHandle::destroy);
    if (!endsWithin(grace)) {
      do {
        alive().forEach(ProcessHandle::destroyForcibly);
      } while (!endsWithin(Duration.ofMillis(500)));
    }
  }

  private boolean endsWithin(Duration patience) {
    Instant end = Instant.now().plus(patience);
    boolean interrupted = false;
    while (!alive().isEmpty()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void addMarked() {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (marked(process)) {
          long pid = Long.parseLong(process.getFileName().toString());
          ProcessHandle.of(pid).ifPresent(seen::add);
        }
      }
    } catch (IOException e) {
      // Descendants are known without it.
    }
  }

  private boolean marked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException e) {
      return false; // Another user's, or just gone.
    }
  }

  /** Whether a process is alive and no zombie, which an orphan may stay for ever. */
  static boolean runs(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      Path stat = PROC.resolve(process.pid() + "/stat");
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return process.isAlive(); // No /proc here, or gone by now.
    }
  }
}
