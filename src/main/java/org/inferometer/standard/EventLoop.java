package org.inferometer.standard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.inferometer.link.PlainLink;
import org.inferometer.link.TlsLink;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Processors;
import org.inferometer.machine.Urgency;

/**
 * The server's only thread: reads requests and does the steps of the answers when they are due.
 *
 * <p>It keeps to one processor, and while it has anything to do, and a moment longer, it polls
 * instead of sleeping ({@link Responder#awakeNanos}): a real server has processors of its own,
 * whereas a thread that sleeps on this machine is woken late, and often on the very processor on
 * which the client is busy sending.
 */
final class EventLoop implements Runnable {
  private static final int READ_BYTES = 256 * 1024;
  private static final int SLOW_READ_BYTES = 16 * 1024;
  private static final int STEPS_BETWEEN_READS = 8;

  /** The first byte of a connection with TLS: the type of its handshake records. */
  private static final byte HANDSHAKE = 22;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Requests requests;
  private final ServerLog log;
  private final ArrayDeque<Connection> asked = new ArrayDeque<>();
  private final Service service;
  private final ServerTls tls = new ServerTls();

  /** Of answers, as work of the service, and of bodies to be read on, as times. */
  private final DeadlineHeap deadlines = new DeadlineHeap();

  private final DeadlineHeap pauses = new DeadlineHeap();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final Consumer<SelectionKey> handler = this::handle;
  private final long awakeNanos;
  private volatile boolean open = true;
  private long active = Clock.nanos();

  EventLoop(ServerSocketChannel listener, Responder responder, ServerLog log) throws IOException {
    this.listener = listener;
    this.log = log;
    requests = new Requests(responder, log);
    service = new Service(responder.capacity(), active, c -> deadlines.add(c.begun(), c));
    awakeNanos = responder.awakeNanos();
    selector = Selector.open();
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  void stop() {
    open = false;
    selector.wakeup();
  }

  @Override
  public void run() {
    Urgency.PROMPT.ofThisThread();
    Processors.ofThisThread().last().bindThisThread();
    try {
      for (long begin = Clock.nanos(); open; ) {
        boolean worked = doWhatIsDue();
        worked |= await(asked.isEmpty() ? earliest() : 0);
        worked |= answerNext();
        long end = Clock.nanos();
        if (worked) {
          active = end;
        } else {
          log.waited(end - begin);
        }
        begin = end;
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the exact-schedule server stopped: " + e.getMessage(), e);
    }
  }

  private boolean doWhatIsDue() {
    for (int steps = 0; steps < STEPS_BETWEEN_READS; steps++) {
      long now = inOrder(Clock.nanos());
      service.advance(now);
      if (earliest() > now) {
        return steps > 0;
      }
      if (pauses.earliest() <= now) {
        resume(pauses.poll());
      } else {
        proceed(deadlines.poll(), now);
      }
    }
    return true;
  }

  private long earliest() {
    return Math.min(service.timeOf(deadlines.earliest()), pauses.earliest());
  }

  /**
   * How far {@code now} may be looked at: where requests are in each other's way, not beyond one
   * that has come and not been looked at yet.
   */
  private long inOrder(long now) {
    return asked.isEmpty() || !service.isLimited() ? now : asked.peek().askedAt;
  }

  /** Takes what has come; sleeps only if nothing has to be done soon. */
  private boolean await(long deadline) throws IOException {
    long now = Clock.nanos();
    if (now - active < awakeNanos || deadline - now < awakeNanos) {
      return selector.selectNow(handler) > 0;
    }
    long millis = deadline == Long.MAX_VALUE ? 0 : (deadline - now - awakeNanos) / 1_000_000 + 1;
    selector.select(handler, millis);
    return true;
  }

  private void handle(SelectionKey key) {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Connection connection = (Connection) key.attachment();
    if (connection.shakingHands) {
      shakeHands(connection);
      return;
    }
    if (key.isValid() && key.isReadable()) {
      read(connection);
    }
    if (key.isValid() && key.isWritable()) {
      key.interestOps(SelectionKey.OP_READ);
      proceed(connection, Clock.nanos());
    }
  }

  private void accept() {
    try {
      for (SocketChannel channel = listener.accept();
          channel != null;
          channel = listener.accept()) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Connection(channel, key));
      }
    } catch (IOException e) {
      // The client has gone between its connect and this accept; it needs no answer.
      return;
    }
  }

  private void read(Connection connection) {
    try {
      boolean slow = connection.readPauseNanos > 0 && connection.link instanceof PlainLink;
      buffer.clear().limit(slow ? SLOW_READ_BYTES : READ_BYTES);
      int count = connection.link.read(buffer);
      long time = connection.link.readAt();
      if (count > 0 && connection.fresh) {
        connection.fresh = false;
        if (buffer.get(0) == HANDSHAKE) {
          SocketChannel socket = connection.link.socket();
          connection.link = new TlsLink(socket, tls.engine(), buffer.flip());
          shakeHands(connection);
          return;
        }
      }
      if (count < 0 || (count > 0 && connection.busy())) {
        end(connection);
        return;
      }
      buffer.flip();
      if (connection.request.accept(buffer)) {
        connection.readPauseNanos = 0;
        connection.askedAt = time;
        asked.add(connection);
      } else if (connection.request.inBody()) {
        slowDown(connection, time);
      }
    } catch (IllegalArgumentException | IOException e) {
      end(connection);
    }
  }

  /** Takes milliseconds, and so belongs before what is measured. */
  private void shakeHands(Connection connection) {
    try {
      int interest = ((TlsLink) connection.link).handshake();
      connection.shakingHands = interest != 0;
      connection.key.interestOps(interest == 0 ? SelectionKey.OP_READ : interest);
    } catch (IOException e) {
      end(connection);
      return;
    }
    if (!connection.shakingHands) {
      read(connection);
    }
  }

  /** Works out one answer; requests that have come meanwhile are read, and stamped, before it. */
  private boolean answerNext() {
    Connection connection = asked.poll();
    if (connection == null || !connection.key.isValid()) {
      return false;
    }
    try {
      boolean served = requests.isServed(connection.request);
      requests.answer(connection);
      if (served) {
        service.arrive(connection, connection.askedAt);
      } else {
        service.pass(connection, connection.askedAt);
      }
      connection.request.reset();
      connection.askedAt = 0;
    } catch (IllegalArgumentException e) {
      end(connection);
    }
    return true;
  }

  private void slowDown(Connection connection, long time) {
    connection.readPauseNanos = requests.readPauseNanos(connection.request);
    if (connection.readPauseNanos > 0) {
      connection.key.interestOps(0);
      pauses.add(time + connection.readPauseNanos, connection);
    }
  }

  private static void resume(Connection connection) {
    if (connection.key.isValid()) {
      connection.key.interestOps(SelectionKey.OP_READ);
    }
  }

  /**
   * Does what is due by {@code now}; afterwards the connection waits for a deadline, the socket or
   * a request.
   */
  private void proceed(Connection connection, long now) {
    if (!connection.key.isValid()) {
      return;
    }
    try {
      for (Step step = connection.next(); step != null; step = connection.next()) {
        long due = service.timeOf(connection.dueOf(step));
        if (due > now) {
          deadlines.add(connection.dueOf(step), connection);
          return;
        }
        if (!perform(connection, step, due)) {
          return;
        }
      }
      log.add(connection.close(Clock.nanos()));
    } catch (IOException e) {
      end(connection);
    }
  }

  /** Whether the next step may follow. */
  private boolean perform(Connection connection, Step step, long due) throws IOException {
    if (step instanceof Step.Write write) {
      if (!connection.write(write, due)) {
        connection.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return false;
      }
    } else if (step instanceof Step.Again again) {
      connection.again(again);
      return true;
    } else if (step instanceof Step.HalfClose) {
      connection.link.shutdownOutput();
    } else if (step instanceof Step.Reset) {
      connection.link.socket().setOption(StandardSocketOptions.SO_LINGER, 0).close();
      end(connection);
      return false;
    } else if (step instanceof Step.Close) {
      end(connection);
      return false;
    }
    connection.done();
    return true;
  }

  private void end(Connection connection) {
    connection.key.cancel();
    if (connection.answering()) {
      service.abandon(connection, inOrder(Clock.nanos()));
      log.add(connection.close(Clock.nanos()));
    }
    connection.link.close();
  }
}
