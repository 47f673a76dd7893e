package org.inferometer.bench;

import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * Whether a tenant has gone, by what its requests came to in the order in which they ended: since
 * the last answer many have failed, or a few over a good part of the time, or as many found nobody
 * who listens. What its load gives up itself tells nothing.
 */
final class Absence {
  /** So many failures in a row are enough however short the time. */
  private static final int MANY = 20;

  /** So few are enough if they are spread over {@link #patience}, or all were refused. */
  private static final int FEW = 3;

  private final long patience;
  private int requests;
  private int failures;
  private long since = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private int refused;

  /**
   * @param patience over how long a few failures have to be spread, in nanoseconds
   */
  Absence(long patience) {
    this.patience = patience;
  }

  /** One more has ended. */
  void add(RequestRecord one) {
    requests++;
    refused = one.outcome() == Outcome.REFUSED ? refused + 1 : 0;
    if (one.outcome() == Outcome.OK) {
      failures = 0;
      since = Long.MAX_VALUE;
      last = Long.MIN_VALUE;
    } else if (one.outcome().isFailure()) {
      failures++;
      since = Math.min(since, one.scheduled());
      last = Math.max(last, one.scheduled());
    }
  }

  /** When the first of the requests was due that it no longer answered; null while it does. */
  Long since() {
    boolean gone =
        failures >= MANY || refused >= FEW || failures >= FEW && last - since >= patience;
    return gone ? since : null;
  }

  /**
   * The same when no more requests come: who has never answered was never there, and who refused
   * the last one is gone.
   */
  Long sinceAtTheEnd() {
    boolean never = failures > 0 && failures == requests;
    return never || refused > 0 ? Long.valueOf(since) : since();
  }
}
