package org.inferometer.wire;

import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;

/** A request of which nothing was sent: it has a place in the denominators. */
final class UnstartedExchange extends LiveExchange {
  UnstartedExchange(Outgoing outgoing, Labels labels, long scheduled, int inFlight) {
    super(outgoing, labels, new CapturePool(0), scheduled, inFlight);
    end(Clock.nanos(), Outcome.INCOMPLETE, "not started before the time to wait was over");
  }

  @Override
  public void cancel() {
    // It has ended.
  }

  @Override
  boolean framed() {
    return true;
  }

  @Override
  boolean headCame() {
    return false;
  }

  @Override
  boolean bodyBegun() {
    return false;
  }
}
