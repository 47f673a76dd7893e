package org.inferometer.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.link.Link;
import org.inferometer.machine.Clock;

/**
 * One connection to the server. It belongs to its I/O thread; a thread that has leased it writes a
 * request and lets go of it.
 */
final class Connection {
  /** Long enough for a close on its way, shorter than any server keeps an idle connection. */
  static final long JUST_NOW = 1_000_000_000;

  private static final int WRITTEN = 1;
  private static final int ANSWERED = 2;

  private final Link link;
  private final IoThread io;
  private final IdleConnections idle;
  private final AtomicInteger progress = new AtomicInteger();
  private volatile SocketExchange exchange;
  private SelectionKey key;
  private final CompletableFuture<Connection> opening = new CompletableFuture<>();
  private final long created = Clock.nanos();
  private volatile long answeredAt = Long.MIN_VALUE;
  private boolean established;
  private long dueForWatch;
  private ByteBuffer unsent;

  Connection(Link link, IoThread io, IdleConnections idle) {
    this.link = link;
    this.io = io;
    this.idle = idle;
  }

  /** Completes when it is open and idle, where it is not opened for a request. */
  CompletableFuture<Connection> opening() {
    return opening;
  }

  long created() {
    return created;
  }

  void established() {
    established = true;
  }

  boolean isEstablished() {
    return established;
  }

  /** When its deadlines are looked at next. */
  long dueForWatch() {
    return dueForWatch;
  }

  /** To be called while it is in no queue that is ordered by it. */
  void watchAt(long due) {
    dueForWatch = due;
  }

  Link link() {
    return link;
  }

  SocketChannel channel() {
    return link.socket();
  }

  IoThread io() {
    return io;
  }

  SelectionKey key() {
    return key;
  }

  void registered(SelectionKey as) {
    key = as;
  }

  /** The exchange it carries, null while it is idle. */
  SocketExchange exchange() {
    return exchange;
  }

  /** Whether an idle connection is still good: open, and with nothing unasked for in it. */
  boolean fresh() {
    return link.fresh();
  }

  /** Gives it an exchange before it is connected: its request follows when it is. */
  void reserve(SocketExchange next) {
    progress.set(0);
    exchange = next;
  }

  /** Starts {@code next} from the calling thread. What the socket does not take goes on later. */
  void begin(SocketExchange next) {
    ByteBuffer request = next.outgoing().whole();
    progress.set(0);
    link.prepare(request);
    next.startedAt(Clock.nanos());
    exchange = next;
    try {
      if (link.write(request, Integer.MAX_VALUE)) {
        next.sentAt(Clock.nanos());
        if (written()) {
          idle.putBack(this);
        }
      } else {
        io.submit(() -> io.traffic().continueWriting(this, next, request));
      }
    } catch (IOException e) {
      io.submit(() -> io.traffic().lost(this, next, e));
    }
  }

  /** Notes that the whole request is out; true when its answer is complete as well. */
  private boolean written() {
    return (progress.getAndAccumulate(WRITTEN, (a, b) -> a | b) & ANSWERED) != 0;
  }

  /**
   * The answer is complete and the connection could carry another request; true when the request
   * has been written to its end, too.
   */
  boolean answered() {
    answeredAt = Clock.nanos();
    exchange = null;
    return (progress.getAndAccumulate(ANSWERED, (a, b) -> a | b) & WRITTEN) != 0;
  }

  boolean hasAnswered() {
    return answeredAt != Long.MIN_VALUE;
  }

  /** Whether no more than a second has passed since its last complete answer. */
  boolean answeredJustNow(long now) {
    return hasAnswered() && now - answeredAt < JUST_NOW;
  }

  void detach() {
    exchange = null;
  }

  /** For the I/O thread: writes on; true when nothing is left. */
  boolean writeOn(ByteBuffer request, int most) throws IOException {
    unsent = request;
    if (!link.write(request, most)) {
      return false;
    }
    unsent = null;
    exchange.sentAt(Clock.nanos());
    written();
    return true;
  }

  ByteBuffer unsent() {
    return unsent;
  }

  void close() {
    link.close();
  }
}
