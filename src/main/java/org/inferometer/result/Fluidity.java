package org.inferometer.result;

import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;

/**
 * The fluidity index (Agrawal et al., Etalon, arXiv 2407.07000): the share of tokens that come in
 * time. The first has until the P2FT target, each other one the TPOT target and what earlier tokens
 * left unused; a late token takes the unused time away.
 */
final class Fluidity {
  private Fluidity() {}

  /** In [0, 1]; NaN without both targets, for sync and without content. */
  static double index(RequestRecord r, Slo slo) {
    boolean fromStart = slo.targets().containsKey(Metric.P2FT);
    Double first = slo.targets().get(fromStart ? Metric.P2FT : Metric.P2FT_FROM_SCHEDULE);
    Double next = slo.targets().get(Metric.TPOT);
    if (first == null || next == null || r.mode() != Mode.STREAM || r.firstContent() < 0) {
      return Double.NaN;
    }
    long inTime = 0;
    long tokens = 0;
    double unusedMillis = 0;
    long before = fromStart ? r.started() : r.scheduled();
    for (int i = 0; i < r.at().length; i++) {
      for (int k = 0; r.events()[i] > 0 && k < Answer.share(r, i); k++) {
        double leftMillis =
            unusedMillis + (tokens == 0 ? first : next) - (r.at()[i] - before) * 1e-6;
        inTime += leftMillis >= 0 ? 1 : 0;
        unusedMillis = Math.max(0, leftMillis);
        before = r.at()[i];
        tokens++;
      }
    }
    return (double) inTime / tokens;
  }
}
