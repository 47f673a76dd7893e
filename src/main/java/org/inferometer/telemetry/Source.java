package org.inferometer.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What readings are taken of: the host, a GPU, a stack's processes, a server's own counters. */
public interface Source extends AutoCloseable {

  /** Its name in {@code samples.jsonl}, such as {@code gpu:0}. */
  String name();

  /**
   * Time between two readings, of a source that may keep others waiting: it has a thread of its
   * own. Empty for one that is read with the machine.
   */
  default Optional<Duration> interval() {
    return Optional.empty();
  }

  /**
   * Readings under the names of {@link ReadingNames}; what cannot be read is absent.
   *
   * @throws IOException if nothing can be read any more; of a source with an interval of its own,
   *     if nothing can be read this time
   */
  Map<String, Double> read() throws IOException;

  @Override
  void close();
}
