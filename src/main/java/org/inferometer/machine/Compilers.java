package org.inferometer.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The virtual machine's compilers: threads that are busy for milliseconds at a time, when nobody
 * asked them to, on a processor that another thread may be waiting for. Linux only; elsewhere
 * nothing is known of them, and nothing happens.
 */
public final class Compilers {
  private static final long LOOK_EVERY_NANOS = 10_000_000;
  private static final long QUIET_NANOS = 500_000;
  private static final int MOST_LOOKS = 200;

  private static volatile boolean lowered;

  private Compilers() {}

  /**
   * Lets them work only when nothing else wants a processor, from now on. To be called when what
   * matters has been compiled.
   */
  public static void lower() {
    lowered = true;
    Threads.forEach(
        (id, name) -> {
          if (isCompiler(name)) {
            Urgency.lower(id);
          }
        });
  }

  /** Whether {@link #lower} was called, and so whether what matters has been called often. */
  public static boolean areLowered() {
    return lowered;
  }

  /**
   * Waits until they have nothing left to do, so that what was called often before does not get
   * compiled while something is measured: until they have worked, or waited for a processor, for
   * less than a twentieth of ten milliseconds, two seconds at most.
   */
  public static void awaitQuiet() {
    long before = busyNanos();
    for (int i = 0; i < MOST_LOOKS; i++) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      long now = busyNanos();
      if (now - before < QUIET_NANOS) {
        return;
      }
      before = now;
    }
  }

  /** For how long they have had or wanted a processor: {@code /proc/self/task/<id>/schedstat}. */
  private static long busyNanos() {
    long[] sum = new long[1];
    Threads.forEach(
        (id, name) -> {
          if (isCompiler(name)) {
            sum[0] += busyNanos(id);
          }
        });
    return sum[0];
  }

  private static long busyNanos(int thread) {
    try {
      String[] times =
          Files.readString(Path.of("/proc/self/task/" + thread + "/schedstat")).split(" ");
      return Long.parseLong(times[0]) + Long.parseLong(times[1]);
    } catch (IOException e) {
      return 0; // The virtual machine ends a compiler that has long had nothing to do.
    }
  }

  private static boolean isCompiler(String thread) {
    return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler");
  }
}
