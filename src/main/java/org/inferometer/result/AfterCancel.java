package org.inferometer.result;

import java.util.Map;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.telemetry.ServerReading;

/**
 * What a server did about requests that its client gave up, by its own counters, over all repeats
 * of a trial, warm-up included.
 *
 * @param source name of the counter of generated tokens
 * @param cancelled requests that were given up before their answers had ended
 * @param generated tokens that the server generated
 * @param received tokens that came to the client
 * @param left tokens that were still to come when the requests were given up, as guessed from the
 *     mean length of complete answers; NaN without any
 * @param running requests that the server still worked on seconds after the last answer
 */
public record AfterCancel(
    String source, long cancelled, double generated, double received, double left, double running) {

  /** As far as two counts of the same tokens may lie apart. */
  private static final double COUNTED_APART = 0.02;

  /** Tokens that were generated for nobody, for each request that was given up. */
  public double wasted() {
    return Math.max(0, generated - received) / cancelled;
  }

  /**
   * Part of what was left of the requests given up that the server generated all the same: near 0
   * where it stops, near 1 where it does not notice; NaN where nothing is known to have been left.
   */
  public double wastedShare() {
    return left > 0 ? Math.max(0, generated - received) / left : Double.NaN;
  }

  /** What came to the client, in requests of every phase. */
  static final class Received {
    private long cancelled;
    private double ofCancelled;
    private long complete;
    private double ofComplete;

    private void add(Received other) {
      cancelled += other.cancelled;
      ofCancelled += other.ofCancelled;
      complete += other.complete;
      ofComplete += other.ofComplete;
    }

    void add(RequestRecord record) {
      Integer tokens = record.outputTokens();
      if (record.outcome() == Outcome.OK) {
        complete++;
        ofComplete += tokens == null ? Double.NaN : tokens;
      } else {
        cancelled += record.outcome() == Outcome.CANCELLED ? 1 : 0;
        ofCancelled += tokens == null ? 0 : tokens;
      }
    }
  }

  /**
   * Both sides of the repeats of which both are known; null where nothing was given up in them, or
   * the server's counter leaves such requests out, as it is then below what came.
   */
  static AfterCancel of(Map<Integer, ServerGrowth> grown, Map<Integer, Received> received) {
    Received all = new Received();
    String source = null;
    double generated = 0;
    double running = 0;
    for (Map.Entry<Integer, ServerGrowth> one : grown.entrySet()) {
      Received mine = received.get(one.getKey());
      Double tokens = one.getValue().values().get(ServerReading.OUTPUT_TOKENS);
      if (mine != null && tokens != null) {
        source = one.getValue().metrics().get(ServerReading.OUTPUT_TOKENS);
        generated += tokens;
        running += one.getValue().atWork();
        all.add(mine);
      }
    }
    double came = all.ofCancelled + all.ofComplete;
    return all.cancelled == 0 || !(generated > (1 - COUNTED_APART) * came)
        ? null
        : new AfterCancel(
            source,
            all.cancelled,
            generated,
            came,
            all.cancelled * all.ofComplete / all.complete - all.ofCancelled,
            running);
  }
}
