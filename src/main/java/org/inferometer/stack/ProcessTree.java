package org.inferometer.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and all that it started, also what outlived its parent or left its process group: on
 * Linux that is told by its {@link Mark}.
 */
final class ProcessTree {
  /** A driver may take that long to give back the memory of a GPU. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Mark mark;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  /** The processes with {@code mark}, and those below them. */
  ProcessTree(Mark mark) {
    this.mark = mark;
  }

  /** Adds a process that belongs to it, and so do those below it. */
  synchronized void add(ProcessHandle process) {
    seen.add(process);
  }

  /** All of the tree that still run. */
  synchronized List<ProcessHandle> alive() {
    List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
    all.stream().filter(this::marked).forEach(seen::add);
    while (seen.addAll(all.stream().filter(this::below).toList())) {
      // Children of those that were just added.
    }
    return seen.stream().filter(Proc::runs).toList();
  }

  /**
   * Asks all to end; after {@code grace} ends the rest by force.
   *
   * @return those that have not ended a minute later: no signal ends what waits uninterruptibly
   */
  List<ProcessHandle> stop(Duration grace) {
    return stop(grace, PATIENCE);
  }

  List<ProcessHandle> stop(Duration grace, Duration patience) {
    alive().forEach(ProcessHandle::destroy);
    if (!endsWithin(grace)) {
      Instant end = Instant.now().plus(patience);
      do {
        alive().forEach(ProcessHandle::destroyForcibly);
      } while (!endsWithin(Duration.ofMillis(500)) && Instant.now().isBefore(end));
    }
    return alive();
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

  /**
   * The handle was made before its environment is read, and knows when its process began: should
   * the number be another one's by now, that one is never ended.
   */
  private boolean marked(ProcessHandle process) {
    return Mark.of(process.pid()).filter(mark::matches).isPresent();
  }

  private boolean below(ProcessHandle process) {
    return process.parent().filter(seen::contains).isPresent();
  }
}
