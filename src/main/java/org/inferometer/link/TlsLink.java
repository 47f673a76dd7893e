package org.inferometer.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.inferometer.machine.Clock;

/**
 * TLS over a socket, as client or as server.
 *
 * <p>What one read of the socket brought is decrypted at once, after its time was taken: records
 * that came together have the time of that read, and one that came in pieces that of its last. What
 * is written is encrypted before the socket gets it. Nothing is allocated here for a record; the
 * JDK's engine allocates 1.4 to 2 kB.
 */
public final class TlsLink implements Link {
  /** Most bytes that one read can bring. */
  public static final int LARGEST_READ = 64 << 10;

  /** Twice what TLS allows, as some servers send and the JDK takes. */
  private static final int LARGEST_RECORD = 33 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;

  /** What has come and is not decrypted; on the heap, where the JDK decrypts twice as fast. */
  private final ByteBuffer incoming;

  /** What is encrypted and not sent, between its position and its limit; also the writers' lock. */
  private final ByteBuffer outgoing;

  private boolean begun;
  private boolean done;
  private long readAt;
  private volatile boolean cut;
  private volatile IOException failure;

  /**
   * Over {@code socket}, which does not block.
   *
   * @param engine knows whether it is the client or the server
   * @param heard what was read from the socket before
   */
  public TlsLink(SocketChannel socket, SSLEngine engine, ByteBuffer heard) {
    this.socket = socket;
    this.engine = engine;
    incoming = ByteBuffer.allocate(Math.max(LARGEST_RECORD, heard.remaining())).put(heard);
    outgoing = ByteBuffer.allocate(LARGEST_RECORD).limit(0);
  }

  /** Over {@code socket}, of which nothing was read. */
  public TlsLink(SocketChannel socket, SSLEngine engine) {
    this(socket, engine, NOTHING);
  }

  @Override
  public SocketChannel socket() {
    return socket;
  }

  /**
   * Goes on with the handshake until it is done or has to wait for the socket. Takes milliseconds
   * of processor time.
   *
   * @return what to wait for, as in {@link SelectionKey#interestOps()}; 0 when it is done. What
   *     came behind it is for {@link #read}.
   * @throws IOException when the two do not agree; the peer has been told
   */
  public synchronized int handshake() throws IOException {
    try {
      if (!begun) {
        begun = true;
        engine.beginHandshake();
      }
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> runTasks();
          case NEED_WRAP -> {
            if (!send()) {
              return SelectionKey.OP_WRITE;
            }
          }
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            if (!hear()) {
              return SelectionKey.OP_READ;
            }
          }
          case NOT_HANDSHAKING, FINISHED -> {
            return send() ? 0 : SelectionKey.OP_WRITE;
          }
        }
      }
    } catch (IOException e) {
      tell();
      throw e;
    }
  }

  /** Takes the next record of a handshake; false where it has not come. */
  private boolean hear() throws IOException {
    Status status = unwrap(NOTHING);
    if (status == Status.CLOSED) {
      throw new EOFException("the other side closed the connection during the TLS handshake");
    }
    if (status == Status.OK) {
      return true;
    }
    int count = socket.read(incoming);
    if (count < 0) {
      throw new EOFException("the other side closed the connection during the TLS handshake");
    }
    return count > 0;
  }

  private Status unwrap(ByteBuffer into) throws IOException {
    incoming.flip();
    try {
      return engine.unwrap(incoming, into).getStatus();
    } finally {
      incoming.compact();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  @Override
  public synchronized int read(ByteBuffer into) throws IOException {
    int before = into.position();
    if (!over()) {
      int count = -1;
      try {
        count = socket.read(incoming);
      } finally {
        readAt = Clock.nanos();
      }
      decrypt(into);
      cut = count < 0 && !done;
    }
    int count = into.position() - before;
    if (count == 0 && failure != null) {
      throw failure;
    }
    return count == 0 && over() ? -1 : count;
  }

  /** Decrypts all whole records; what is wrong with one is kept, behind those in front of it. */
  private void decrypt(ByteBuffer into) {
    incoming.flip();
    try {
      while (incoming.hasRemaining()) {
        SSLEngineResult result = engine.unwrap(incoming, into);
        if (result.getStatus() != Status.OK) {
          done = result.getStatus() == Status.CLOSED;
          return;
        }
        if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
          attend();
        }
      }
    } catch (IOException e) {
      failure = e;
      tell();
    } finally {
      incoming.compact();
    }
  }

  /** Answers what the peer wants of TLS itself: new keys, or a new handshake (TLS 1.2). */
  private void attend() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (!send()) {
            return;
          }
        }
        default -> {
          return;
        }
      }
    }
  }

  @Override
  public long readAt() {
    return readAt;
  }

  @Override
  public boolean over() {
    return done || cut || failure != null;
  }

  @Override
  public boolean cut() {
    return cut;
  }

  @Override
  public synchronized boolean fresh() {
    try {
      int count = over() ? -1 : socket.read(incoming);
      return count == 0 || (count > 0 && saysNothing());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether what has come concerns TLS alone, such as the ticket of a session. */
  private boolean saysNothing() {
    ByteBuffer said = ByteBuffer.allocate(LARGEST_READ);
    decrypt(said);
    return said.position() == 0 && !over();
  }

  @Override
  public void prepare(ByteBuffer source) {
    synchronized (outgoing) {
      try {
        if (!outgoing.hasRemaining() && source.hasRemaining()) {
          encrypt(source);
        }
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public boolean write(ByteBuffer source, int most) throws IOException {
    int stop = (int) Math.min(source.limit(), (long) source.position() + most);
    synchronized (outgoing) {
      while (flush()) {
        if (source.position() >= stop) {
          return !source.hasRemaining();
        }
        if (!encrypt(source)) {
          return false;
        }
      }
      return false;
    }
  }

  /** Sends what TLS itself has to say; false where the socket does not take it. */
  private boolean send() throws IOException {
    synchronized (outgoing) {
      while (flush()) {
        if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP || !encrypt(NOTHING)) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean flush() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (outgoing.hasRemaining()) {
      socket.write(outgoing);
    }
    return !outgoing.hasRemaining();
  }

  /** Makes the next record; false where TLS waits for the peer before it can. */
  private boolean encrypt(ByteBuffer source) throws IOException {
    outgoing.clear();
    try {
      if (engine.wrap(source, outgoing).getStatus() == Status.CLOSED && outgoing.position() == 0) {
        throw new ClosedChannelException();
      }
    } finally {
      outgoing.flip();
    }
    return outgoing.hasRemaining();
  }

  /** Tells the peer that it is over, and why, as far as the socket takes it. */
  private void tell() {
    synchronized (outgoing) {
      try {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && !outgoing.hasRemaining() && encrypt(NOTHING)) {
          socket.write(outgoing);
        }
      } catch (IOException e) {
        // It is over without a word.
      }
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    tell();
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    if (begun && socket.isOpen()) {
      tell();
    }
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: whatever it carried has been settled before.
    }
  }
}
