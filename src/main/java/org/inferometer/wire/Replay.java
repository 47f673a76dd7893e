package org.inferometer.wire;

import java.nio.ByteBuffer;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * Decodes an answer from its bytes alone, as if a socket had delivered them: for tests, fuzzing and
 * benchmarks of the decoder, and to look again at an answer that was kept.
 */
public final class Replay {
  private Replay() {}

  /**
   * The record of an answer that came in the given reads, after which the server closed the
   * connection.
   *
   * @param outgoing the request it answers
   * @param answer head and body as on the wire
   * @param ends per read: where in {@code answer} its bytes end, ascending, the last at its end
   * @param stamps per read: when it returned, nanoseconds
   */
  public static RequestRecord of(
      Outgoing outgoing, Labels labels, byte[] answer, int[] ends, long[] stamps) {
    Replayed exchange = new Replayed(outgoing, labels);
    exchange.startedAt(stamps[0]);
    for (int i = 0, from = 0; i < ends.length; from = ends[i++]) {
      exchange.capture().append(ByteBuffer.wrap(answer, from, ends[i] - from), stamps[i]);
      exchange.framing.feed(exchange.capture().bytes(), from, ends[i], null);
    }
    exchange.end(stamps[stamps.length - 1]);
    return exchange.record();
  }

  private static final class Replayed extends LiveExchange {
    private static final CapturePool CAPTURES = new CapturePool(16);

    private final Framing framing = new Framing();

    Replayed(Outgoing outgoing, Labels labels) {
      super(outgoing, labels, CAPTURES, UNKNOWN, 1);
    }

    void end(long at) {
      Outcome failure = framing.failureAtClose();
      end(at, failure, framing.reasonAtClose());
    }

    @Override
    public void cancel() {}

    @Override
    boolean framed() {
      return true;
    }

    @Override
    boolean headCame() {
      return framing.headComplete();
    }

    @Override
    boolean bodyBegun() {
      return framing.bodyBytes() > 0;
    }
  }
}
