package org.inferometer.record;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * A daemon thread that runs when nothing else wants the processor: for decoding and writing while
 * requests are being timed. On Linux it has the lowest priority (nice 19, which takes no
 * privilege); elsewhere it is an ordinary thread.
 */
public final class BackgroundThread extends Thread {
  private static final int OF_THREAD = 0;
  private static final int THIS_ONE = 0;
  private static final int LOWEST = 19;

  /** A thread that will run {@code task}; not started yet. */
  public BackgroundThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }

  @Override
  public void run() {
    if (Platform.isLinux()) {
      Function.getFunction("c", "setpriority")
          .invokeInt(new Object[] {OF_THREAD, THIS_ONE, LOWEST});
    }
    super.run();
  }
}
