package org.inferometer.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A session of HttpCore's reactor that tells the end of its input, or that the connection is lost,
 * in another event than the bytes in front of it.
 *
 * <p>HttpCore 5.4 would lose those bytes: {@code ChunkDecoder.read} goes on from chunk to chunk and
 * fills its buffer from the session in between; when that meets the end or an exception, it throws,
 * and {@code AbstractHttp1StreamDuplexer.onInput}, which hands over what was decoded only after
 * {@code read} has returned, never does. The selector reports an ended connection again, so that
 * nothing but the order changes. With TLS the reactor decrypts one record an event, and reads from
 * the session bring nothing but the end.
 */
final class PatientSession implements IOSession {
  private final IOSession session;
  private boolean heard;
  private boolean held;
  private IOException lost;

  PatientSession(IOSession session) {
    this.session = session;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (held) {
      return 0;
    }
    if (lost != null) {
      throw lost;
    }
    try {
      int count = session.read(into);
      heard |= count > 0;
      held = heard && count < 0;
      return held ? 0 : count;
    } catch (IOException e) {
      if (!heard) {
        throw e;
      }
      lost = e;
      held = true;
      return 0;
    }
  }

  /** The reactor does this at the beginning of each event. */
  @Override
  public void updateReadTime() {
    heard = false;
    held = false;
    session.updateReadTime();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return session.write(source);
  }

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public IOEventHandler getHandler() {
    return session.getHandler();
  }

  @Override
  public void upgrade(IOEventHandler handler) {
    session.upgrade(handler);
  }

  @Override
  public Lock getLock() {
    return session.getLock();
  }

  @Override
  public void enqueue(Command command, Command.Priority priority) {
    session.enqueue(command, priority);
  }

  @Override
  public boolean hasCommands() {
    return session.hasCommands();
  }

  @Override
  public Command poll() {
    return session.poll();
  }

  @Override
  public ByteChannel channel() {
    return session.channel();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return session.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return session.getLocalAddress();
  }

  @Override
  public int getEventMask() {
    return session.getEventMask();
  }

  @Override
  public void setEventMask(int operations) {
    session.setEventMask(operations);
  }

  @Override
  public void setEvent(int operation) {
    session.setEvent(operation);
  }

  @Override
  public void clearEvent(int operation) {
    session.clearEvent(operation);
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public Status getStatus() {
    return session.getStatus();
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void close(CloseMode mode) {
    session.close(mode);
  }

  @Override
  public Timeout getSocketTimeout() {
    return session.getSocketTimeout();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    session.setSocketTimeout(timeout);
  }

  @Override
  public long getLastReadTime() {
    return session.getLastReadTime();
  }

  @Override
  public long getLastWriteTime() {
    return session.getLastWriteTime();
  }

  @Override
  public long getLastEventTime() {
    return session.getLastEventTime();
  }

  @Override
  public void updateWriteTime() {
    session.updateWriteTime();
  }
}
