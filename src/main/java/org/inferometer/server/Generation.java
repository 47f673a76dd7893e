package org.inferometer.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.inferometer.server.GenerationEvent.Aborted;
import org.inferometer.server.GenerationEvent.Woken;

/** A request's generation as its owner sees it. */
public final class Generation {
  private final BlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>();
  private final Runnable onCancel;
  private volatile boolean cancelled;

  Generation(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  /** Waits for the next event. Must not be called after the last one. */
  public GenerationEvent next() throws InterruptedException {
    return events.take();
  }

  /** Lets whoever waits for the next event go on, with {@link Woken}. */
  public void wake() {
    events.add(new Woken());
  }

  /** Ends the generation: nothing of it is computed any more after the step that is under way. */
  public void cancel() {
    cancelled = true;
    events.add(new Aborted());
    onCancel.run();
  }

  boolean isCancelled() {
    return cancelled;
  }

  void emit(GenerationEvent event) {
    events.add(event);
  }
}
