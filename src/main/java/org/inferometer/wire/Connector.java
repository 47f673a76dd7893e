package org.inferometer.wire;

import org.inferometer.record.Labels;

/** One way to carry requests; see {@link Client} for what its methods promise. */
interface Connector {
  int connect(int connections);

  /** Does nothing where memory is not kept from one answer to the next. */
  default void reserve(int answers, Outgoing like) {}

  Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos);

  int inFlight();

  void close();
}
