package org.inferometer.standard;

import java.nio.ByteBuffer;

/**
 * One thing that the server does to a connection, at a time counted from the arrival of the
 * request. Steps are done in order; one whose time has passed is done at once, and does not move
 * the ones after it.
 */
public sealed interface Step {
  /** The time of a step that is never due. */
  long NEVER = Long.MAX_VALUE / 4;

  /** When it is due, in nanoseconds after the arrival of the request. */
  long dueNanos();

  /**
   * Writes bytes.
   *
   * @param bytes a direct buffer that this step owns
   * @param tokens generated tokens that are complete once these bytes are written
   */
  record Write(long dueNanos, ByteBuffer bytes, int tokens) implements Step {
    /** A write of a copy of {@code bytes}. */
    public static Write of(long dueNanos, byte[] bytes, int tokens) {
      return new Write(dueNanos, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), tokens);
    }
  }

  /** Does nothing, and so holds back what follows. */
  record Wait(long dueNanos) implements Step {}

  /** Goes back to the step with index {@code from}, as if the request had arrived just now. */
  record Again(long dueNanos, int from) implements Step {}

  /** Ends the connection with a TCP reset. */
  record Reset(long dueNanos) implements Step {}

  /** Ends the connection in order. */
  record Close(long dueNanos) implements Step {}

  /** Ends the server's half of the connection and goes on reading. */
  record HalfClose(long dueNanos) implements Step {}
}
