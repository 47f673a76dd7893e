package org.inferometer.machine;

/** A daemon thread of {@link Urgency#BACKGROUND}. */
public final class BackgroundThread extends Thread {
  /** A thread that will run {@code task}; not started yet. */
  public BackgroundThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }

  /**
   * To be called by such a thread between two small pieces of work. A thread that waited while
   * others ran has time owing to it; the scheduler may let it have that, milliseconds at a stretch,
   * before it lets a more urgent thread in. Linux 6.18 and newer: {@code sched_yield(2)} forfeits
   * it.
   */
  public static void giveWay() {
    Thread.yield();
  }

  @Override
  public void run() {
    Urgency.BACKGROUND.ofThisThread();
    super.run();
  }
}
