package org.inferometer.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Whom a run tells what happens, one after the other, on the thread on which it does. */
final class Listeners {
  private final List<Consumer<RunEvent>> all = new CopyOnWriteArrayList<>();

  /** Something that goes on until it is closed. */
  interface During extends AutoCloseable {
    @Override
    void close();
  }

  void add(Consumer<RunEvent> listener) {
    all.add(listener);
  }

  void tell(RunEvent event) {
    all.forEach(one -> one.accept(event));
  }

  void note(String text) {
    tell(new RunEvent.Note(text));
  }

  /** Tells that {@code what} goes on, until the result is closed. */
  During during(String what) {
    tell(new RunEvent.Waiting(what));
    return () -> tell(new RunEvent.Waited());
  }
}
