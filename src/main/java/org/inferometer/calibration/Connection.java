package org.inferometer.calibration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.inferometer.record.Clock;

/** One connection of the server: the request it reads, and how far the answer's script has come. */
final class Connection {
  final SocketChannel channel;
  final SelectionKey key;
  final RequestReader request = new RequestReader();

  /** Time between two reads of a body that is read slowly, else 0. */
  long readPauseNanos;

  /** When the request was complete whose answer is not worked out yet, else 0. */
  long askedAt;

  private List<Step> steps;
  private int next;
  private int offset;
  private long base;
  private String id;
  private long arrival;
  private long bodyBytes;
  private long[] due;
  private long[] before;
  private long[] after;
  private int written;

  Connection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  /** Starts the answer to a request that arrived at {@code time}. */
  void start(String requestId, long time, long bodyLength, Script script) {
    steps = script.steps();
    next = 0;
    offset = 0;
    base = time;
    id = requestId;
    arrival = time;
    bodyBytes = bodyLength;
    due = script.dueNanos();
    before = new long[due.length];
    after = new long[due.length];
    written = 0;
  }

  boolean answering() {
    return steps != null;
  }

  /** Whether it has a request that is not answered to the end. */
  boolean busy() {
    return answering() || askedAt != 0;
  }

  /** The next step, or null at the end of the script. */
  Step next() {
    return next < steps.size() ? steps.get(next) : null;
  }

  long dueOf(Step step) {
    return base + step.dueNanos();
  }

  void done() {
    next++;
  }

  void again(Step.Again step) {
    base += step.dueNanos() - steps.get(step.from()).dueNanos();
    next = step.from();
  }

  /** Writes what the socket takes; whether that was all. */
  boolean write(Step.Write step) throws IOException {
    ByteBuffer bytes = step.bytes();
    bytes.limit(bytes.capacity()).position(offset);
    long start = Clock.nanos();
    channel.write(bytes);
    long end = Clock.nanos();
    offset = bytes.position();
    if (bytes.hasRemaining()) {
      return false;
    }
    offset = 0;
    for (int i = 0; i < step.tokens() && written < before.length; i++) {
      before[written] = start;
      after[written++] = end;
    }
    return true;
  }

  /** Ends the answer and tells what became of it. */
  ServedRequest end(long time) {
    steps = null;
    long[] dueTimes = Arrays.copyOf(due, written);
    for (int i = 0; i < written; i++) {
      dueTimes[i] += arrival;
    }
    return new ServedRequest(
        id,
        arrival,
        dueTimes,
        written == before.length ? before : Arrays.copyOf(before, written),
        written == after.length ? after : Arrays.copyOf(after, written),
        time,
        bodyBytes);
  }
}
