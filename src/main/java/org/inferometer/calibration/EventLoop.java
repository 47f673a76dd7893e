package org.inferometer.calibration;

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
import org.inferometer.record.Clock;
import org.inferometer.record.Processors;
import org.inferometer.record.Urgency;

/**
 * The server's only thread: reads requests and does the steps of the answers when they are due.
 *
 * <p>It keeps to one processor, and while it has anything to do, and a moment longer, it polls
 * instead of sleeping: a real server has processors of its own, whereas a thread that sleeps on
 * this machine is woken late, and often on the very processor on which the client is busy sending.
 */
final class EventLoop implements Runnable {
  private static final int READ_BYTES = 256 * 1024;
  private static final int SLOW_READ_BYTES = 16 * 1024;
  private static final long AWAKE_NANOS = 50_000_000;
  private static final int STEPS_BETWEEN_READS = 8;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Requests requests;
  private final ServerLog log;
  private final ArrayDeque<Connection> asked = new ArrayDeque<>();
  private final DeadlineHeap deadlines = new DeadlineHeap();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final Consumer<SelectionKey> handler = this::handle;
  private volatile boolean open = true;
  private long active = Clock.nanos();

  EventLoop(ServerSocketChannel listener, Requests requests, ServerLog log) throws IOException {
    this.listener = listener;
    this.requests = requests;
    this.log = log;
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
        worked |= await(asked.isEmpty() ? deadlines.earliest() : 0);
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
    int steps = 0;
    while (steps < STEPS_BETWEEN_READS && deadlines.earliest() <= Clock.nanos()) {
      proceed(deadlines.poll());
      steps++;
    }
    return steps > 0;
  }

  /** Takes what has come; sleeps only if nothing has to be done soon. */
  private boolean await(long deadline) throws IOException {
    long now = Clock.nanos();
    if (now - active < AWAKE_NANOS || deadline - now < AWAKE_NANOS) {
      return selector.selectNow(handler) > 0;
    }
    long millis = deadline == Long.MAX_VALUE ? 0 : (deadline - now - AWAKE_NANOS) / 1_000_000 + 1;
    selector.select(handler, millis);
    return true;
  }

  private void handle(SelectionKey key) {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Connection connection = (Connection) key.attachment();
    if (key.isValid() && key.isReadable()) {
      read(connection);
    }
    if (key.isValid() && key.isWritable()) {
      key.interestOps(SelectionKey.OP_READ);
      proceed(connection);
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
      buffer.clear().limit(connection.readPauseNanos > 0 ? SLOW_READ_BYTES : READ_BYTES);
      int count = connection.channel.read(buffer);
      long time = Clock.nanos();
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

  /** Works out one answer; requests that have come meanwhile are read, and stamped, before it. */
  private boolean answerNext() {
    Connection connection = asked.poll();
    if (connection == null || !connection.key.isValid()) {
      return false;
    }
    try {
      requests.answer(connection, connection.askedAt);
      connection.request.reset();
      connection.askedAt = 0;
      proceed(connection);
    } catch (IllegalArgumentException e) {
      end(connection);
    }
    return true;
  }

  private void slowDown(Connection connection, long time) {
    connection.readPauseNanos = requests.readPauseNanos(connection.request);
    if (connection.readPauseNanos > 0) {
      connection.key.interestOps(0);
      deadlines.add(time + connection.readPauseNanos, connection);
    }
  }

  /** Does what is due; afterwards the connection waits for a deadline, the socket or a request. */
  private void proceed(Connection connection) {
    if (!connection.key.isValid()) {
      return;
    }
    if (!connection.answering()) {
      connection.key.interestOps(SelectionKey.OP_READ);
      return;
    }
    try {
      for (Step step = connection.next(); step != null; step = connection.next()) {
        long due = connection.dueOf(step);
        if (due > Clock.nanos()) {
          deadlines.add(due, connection);
          return;
        }
        if (!perform(connection, step)) {
          return;
        }
      }
      log.add(connection.end(Clock.nanos()));
    } catch (IOException e) {
      end(connection);
    }
  }

  /** Whether the next step may follow. */
  private boolean perform(Connection connection, Step step) throws IOException {
    if (step instanceof Step.Write write) {
      if (!connection.write(write)) {
        connection.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return false;
      }
    } else if (step instanceof Step.Again again) {
      connection.again(again);
      return true;
    } else if (step instanceof Step.HalfClose) {
      connection.channel.shutdownOutput();
    } else if (step instanceof Step.Reset) {
      connection.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
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
      log.add(connection.end(Clock.nanos()));
    }
    try {
      connection.channel.close();
    } catch (IOException e) {
      // Nothing is left to be done for a connection that cannot even be closed.
      return;
    }
  }
}
