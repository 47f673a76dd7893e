package org.inferometer.standard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.inferometer.link.Link;
import org.inferometer.link.PlainLink;
import org.inferometer.machine.Clock;

/** One connection of the server: the request it reads, and how far the answer's script has come. */
final class Connection {
  final SelectionKey key;
  final RequestReader request = new RequestReader();

  /** Bare until the client has begun to speak TLS. */
  Link link;

  /** Whether nothing has been read from it. */
  boolean fresh = true;

  /** Whether the handshake of TLS is under way. */
  boolean shakingHands;

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
  private Long begun;
  private long end;
  private long bodyBytes;
  private long[] due;
  private long[] before;
  private long[] after;
  private int written;

  Connection(SocketChannel socket, SelectionKey key) {
    this.link = new PlainLink(socket);
    this.key = key;
  }

  /** Takes the answer to a request that arrived at {@code time}; it is not served yet. */
  void take(String requestId, long time, long bodyLength, Script script) {
    steps = script.steps();
    next = 0;
    offset = 0;
    id = requestId;
    arrival = time;
    begun = null;
    end = script.endNanos();
    bodyBytes = bodyLength;
    due = new long[script.tokens()];
    before = new long[due.length];
    after = new long[due.length];
    written = 0;
  }

  /** Begins the answer when {@code work} is done, which is at {@code time}. */
  void begin(long work, long time) {
    base = work;
    end += work;
    begun = time;
  }

  /** The work that is done when the answer begins. */
  long begun() {
    return base;
  }

  /** The work that is done when the last step is due. */
  long end() {
    return end;
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

  /** The work that is done when {@code step} is due. */
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

  /** Writes what the socket takes of that which was due at {@code time}; whether that was all. */
  boolean write(Step.Write step, long time) throws IOException {
    ByteBuffer bytes = step.bytes();
    bytes.limit(bytes.capacity()).position(offset);
    link.prepare(bytes);
    long start = Clock.nanos();
    boolean all = link.write(bytes, Integer.MAX_VALUE);
    long end = Clock.nanos();
    offset = bytes.position();
    if (!all) {
      return false;
    }
    offset = 0;
    for (int i = 0; i < step.tokens() && written < before.length; i++) {
      due[written] = time;
      before[written] = start;
      after[written++] = end;
    }
    return true;
  }

  /** Ends the answer and tells what became of it. */
  ServedRequest close(long time) {
    steps = null;
    return new ServedRequest(
        id, arrival, begun, soFar(due), soFar(before), soFar(after), time, bodyBytes);
  }

  private long[] soFar(long[] times) {
    return written == times.length ? times : Arrays.copyOf(times, written);
  }
}
