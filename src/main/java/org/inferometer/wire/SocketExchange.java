package org.inferometer.wire;

import java.nio.ByteBuffer;
import org.inferometer.record.Labels;

/** An exchange over a plain socket: keeps whatever comes, head and framing included. */
final class SocketExchange extends LiveExchange {
  private final Framing framing = new Framing();
  private final long maxBytes;
  private volatile Connection connection;

  SocketExchange(
      Outgoing outgoing,
      Labels labels,
      CapturePool captures,
      long scheduled,
      int inFlight,
      long maxBytes) {
    super(outgoing, labels, captures, scheduled, inFlight);
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
    return capture().size() > maxBytes;
  }

  @Override
  public void cancel() {
    Connection carrier = connection;
    if (carrier != null && !ended()) {
      carrier.io().submit(() -> carrier.io().traffic().cancel(carrier, this));
    }
  }

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
