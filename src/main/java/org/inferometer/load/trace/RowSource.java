package org.inferometer.load.trace;

import java.io.Closeable;
import java.io.IOException;

/** The requests of one file as they stand there. */
interface RowSource extends Closeable {
  /**
   * What one line tells.
   *
   * @param at nanoseconds since some moment that all lines share
   */
  record Row(long line, long at, int inputTokens, int outputTokens, long[] blocks) {}

  /** The next request, null after the last. */
  Row next() throws IOException;
}
