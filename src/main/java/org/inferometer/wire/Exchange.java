package org.inferometer.wire;

import java.util.function.Consumer;
import org.inferometer.record.RequestRecord;

/** One request under way, and afterwards what became of it. At most one thread waits for it. */
public interface Exchange {

  /**
   * Waits for generated content. For an answer that is not streamed that is its end.
   *
   * @return true as soon as an arrival carries generated content, false when the exchange ended
   *     without any
   */
  boolean awaitFirst() throws InterruptedException;

  /** Waits until the exchange has ended, one way or another. */
  void awaitEnd() throws InterruptedException;

  /** Whether it has ended. */
  boolean ended();

  /** When it ended, on {@link org.inferometer.machine.Clock}; its slot was free from then on. */
  long endedNanos();

  /** Ends it from this side: its connection is closed and the outcome is {@code cancelled}. */
  void cancel();

  /** Marks it as one that is going to be cancelled unless it ends before: its record tells. */
  void toCancel();

  /**
   * Generated tokens that have come so far; of events that do not tell how many they bring, one
   * each. Decodes what has come, on the calling thread.
   */
  int tokensSoFar();

  /**
   * Calls {@code action} once, after the end, on the I/O thread: it must be short. Where the
   * exchange has ended already the action runs at once, on the calling thread.
   */
  void onEnd(Consumer<Exchange> action);

  /**
   * Decodes what came: the raw facts of this request. To be called after the end, off the clock; it
   * also gives the exchange's buffers back.
   *
   * @throws IllegalStateException when the exchange is still under way
   */
  RequestRecord record();

  /**
   * The text of the answer, as far as it came; null unless {@link ClientSettings#keepingTexts} asks
   * for it. As {@link #record}, which it goes with.
   */
  AnswerText text();

  /** A hash of what was asked, the same for every server; 0 unless texts are kept. */
  int asked();

  /**
   * Gives the exchange's buffers back without decoding anything, for an answer that nobody wants to
   * know about. To be called after the end, instead of {@link #record}.
   *
   * @throws IllegalStateException when the exchange is still under way
   */
  void discard();
}
