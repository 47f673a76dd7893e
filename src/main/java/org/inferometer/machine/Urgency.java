package org.inferometer.machine;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/**
 * How soon the calling thread wants a processor when others want it too. Takes no privilege; where
 * the operating system knows no such thing, nothing happens.
 */
public enum Urgency {
  /**
   * At once, for little work: threads that write requests and stamp answers. A thread that has just
   * become runnable takes the processor from one in the middle of a longer slice, instead of
   * waiting for its end (1.4 ms on two cores). It still gets no more than its share of the time.
   *
   * <p>Linux 6.12 and newer: {@code sched_setattr(2)} with a {@code sched_runtime} of 0.1 ms, the
   * least the kernel takes.
   */
  PROMPT {
    @Override
    void ask() {
      long[] numbers = systemCalls();
      if (numbers == null) {
        return;
      }
      try (Memory attributes = new Memory(SIZE)) {
        attributes.clear();
        if (call(numbers[0], attributes, SIZE, 0) == 0) {
          attributes.setLong(RUNTIME, SHORTEST_SLICE_NANOS);
          call(numbers[1], attributes, 0);
        }
      }
    }
  },
  /**
   * When nothing else wants it: decoding and writing while requests are being timed.
   *
   * <p>Linux: {@code SCHED_IDLE}. A thread of the lowest priority (nice 19) is not enough: it keeps
   * the processor to the end of its slice when a more urgent one wakes.
   */
  BACKGROUND {
    @Override
    void ask() {
      lower(THIS_THREAD);
    }
  };

  private static final int THIS_THREAD = 0;
  private static final int SCHED_IDLE = 5;

  /** {@code struct sched_attr} in its first version, and where its {@code sched_runtime} lies. */
  private static final int SIZE = 48;

  private static final int RUNTIME = 24;
  private static final long SHORTEST_SLICE_NANOS = 100_000;

  /** Asks it of the operating system, for the calling thread. */
  public void ofThisThread() {
    if (Platform.isLinux()) {
      ask();
    }
  }

  /** Makes the thread with the system's number {@code thread} a {@link #BACKGROUND} one. */
  static void lower(int thread) {
    try (Memory noPriority = new Memory(Integer.BYTES)) {
      noPriority.clear();
      Function.getFunction("c", "sched_setscheduler")
          .invokeInt(new Object[] {thread, SCHED_IDLE, noPriority});
    }
  }

  abstract void ask();

  /** {@code sched_getattr} and {@code sched_setattr}, which older C libraries do not wrap. */
  private static long[] systemCalls() {
    if (Platform.isARM() && Platform.is64Bit()) {
      return new long[] {275, 274};
    }
    return Platform.isIntel() && Platform.is64Bit() ? new long[] {315, 314} : null;
  }

  private static long call(long number, Memory attributes, Object... more) {
    Object[] arguments = new Object[3 + more.length];
    arguments[0] = new NativeLong(number);
    arguments[1] = THIS_THREAD;
    arguments[2] = attributes;
    System.arraycopy(more, 0, arguments, 3, more.length);
    NativeLong result =
        (NativeLong) Function.getFunction("c", "syscall").invoke(NativeLong.class, arguments);
    return result.longValue();
  }
}
