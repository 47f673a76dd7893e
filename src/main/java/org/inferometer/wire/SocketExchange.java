package org.inferometer.wire;

import java.nio.ByteBuffer;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;

/** An exchange over a plain socket: keeps whatever comes, head and framing included. */
final class SocketExchange extends LiveExchange {
  private final Framing framing = new Framing();
  private final long maxBytes;
  private volatile Connection connection;

  SocketExchange(
      Outgoing outgoing,
      Labels labels,
      Dialect dialect,
      CapturePool captures,
      long scheduled,
      int inFlight,
      long maxBytes) {
    super(outgoing, labels, dialect, captures, scheduled, inFlight);
    this.maxBytes = maxBytes;
  }

  void over(Connection carrier) {
    connection = carrier;
  }

  /** Keeps what one read brought; everything that happens per read is here. */
  void received(ByteBuffer source, long stamp) {
    Capture capture = capture();
    int from = capture.length();
    capture.append(source, stamp);
    framing.feed(capture.bytes(), from, capture.length(), null);
    arrived();
  }

  Framing framing() {
    return framing;
  }

  long maxBytes() {
    return maxBytes;
  }

  boolean tooLarge() {
    return capture().length() > maxBytes;
  }

  @Override
  public void cancel() {
    Connection carrier = connection;
    if (carrier != null && !ended()) {
      carrier.io().submit(() -> carrier.io().cancel(carrier, this));
    }
  }

  /** Which deadline has passed at {@code now}, in words, or null. */
  String overdue(Limits limits, long now) {
    if (now - started() > limits.total()) {
      return "no end within " + Limits.inWords(limits.total());
    }
    if (outgoing().mode() == Mode.SYNC) {
      return null;
    }
    if (!framing.headComplete()) {
      return now - started() > limits.head()
          ? "no response head within " + Limits.inWords(limits.head())
          : null;
    }
    if (framing.bodyBytes() == 0) {
      return now - started() > limits.first()
          ? "no first byte of the answer within " + Limits.inWords(limits.first())
          : null;
    }
    long last = capture().stamp(capture().reads() - 1);
    return now - last > limits.token()
        ? "nothing more for " + Limits.inWords(limits.token())
        : null;
  }
}
