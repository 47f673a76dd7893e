package org.inferometer.wire;

import org.inferometer.record.Labels;

/** One way to carry requests; see {@link Client} for what its methods promise. */
interface Connector {
  int connect(int connections);

  Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos);

  int inFlight();

  void close();
}
