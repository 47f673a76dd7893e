package org.inferometer.run;

import java.util.concurrent.locks.LockSupport;

/** Whether a run is to end, as another thread asked, and how what it waits for is stopped. */
final class Cancellation {
  private boolean asked;
  private Runnable stop;
  private volatile boolean exiting;

  /** The run ends where it is. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A part of the run that can be stopped, until it is closed. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  synchronized void ask() {
    asked = true;
    if (stop != null) {
      stop.run();
    }
  }

  synchronized boolean isAsked() {
    return asked;
  }

  /** The process ends: nothing that fails from now on means anything. */
  void exit() {
    exiting = true;
  }

  boolean isExiting() {
    return exiting;
  }

  /**
   * Begins a part that {@code how} stops.
   *
   * @throws Cancelled if the run is to end
   */
  Part stoppableBy(Runnable how) {
    parkIfExiting();
    begin(how);
    return this::end;
  }

  /** The same for a part that ends when this thread is interrupted. */
  Part interruptible() {
    return stoppableBy(Thread.currentThread()::interrupt);
  }

  private synchronized void begin(Runnable how) {
    if (asked) {
      throw new Cancelled();
    }
    stop = how;
  }

  private synchronized void end() {
    stop = null;
    if (asked) {
      Thread.interrupted();
    }
  }

  /**
   * Returns only if the run goes on.
   *
   * @throws Cancelled if it is to end
   */
  void requireGoingOn() {
    parkIfExiting();
    if (isAsked()) {
      throw new Cancelled();
    }
  }

  private void parkIfExiting() {
    while (exiting) {
      LockSupport.park();
    }
  }
}
