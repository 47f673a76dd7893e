package org.inferometer.bench;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/** JMH in this process, one run at a time, with its forks in reach: it has no way to end them. */
final class Forks {
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

  /** Children of this process that are none of JMH's; null while it does not run. */
  private static volatile Set<ProcessHandle> others;

  private Forks() {}

  static RunResult run(Options options) throws RunnerException {
    others = ProcessHandle.current().children().collect(Collectors.toSet());
    try {
      return OwnTemporaryFolder.run(options);
    } finally {
      others = null;
    }
  }

  /** Ends the run that goes on, which fails; returns at once. Nothing where none does. */
  static void end() {
    Thread thread = new Thread(Forks::endThem, "end-of-forks");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endThem() {
    for (Set<ProcessHandle> known = others; known != null; known = others) {
      Set<ProcessHandle> spared = known;
      ProcessHandle.current()
          .children()
          .filter(child -> !spared.contains(child))
          .forEach(ProcessHandle::destroy);
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
