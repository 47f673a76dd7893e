package org.inferometer.record;

/** A daemon thread of {@link Urgency#BACKGROUND}. */
public final class BackgroundThread extends Thread {
  /** A thread that will run {@code task}; not started yet. */
  public BackgroundThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }

  @Override
  public void run() {
    Urgency.BACKGROUND.ofThisThread();
    super.run();
  }
}
