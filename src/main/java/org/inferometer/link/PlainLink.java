package org.inferometer.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.inferometer.machine.Clock;

/** A bare socket. */
public final class PlainLink implements Link {
  private static final int SLICE = 64 << 10;

  private final SocketChannel socket;
  private final ByteBuffer probe = ByteBuffer.allocate(1);
  private long readAt;

  /** Over {@code socket}, which does not block. */
  public PlainLink(SocketChannel socket) {
    this.socket = socket;
  }

  @Override
  public SocketChannel socket() {
    return socket;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      return socket.read(into);
    } finally {
      readAt = Clock.nanos();
    }
  }

  @Override
  public long readAt() {
    return readAt;
  }

  @Override
  public boolean over() {
    return false;
  }

  @Override
  public boolean cut() {
    return false;
  }

  @Override
  public boolean fresh() {
    try {
      return socket.read(probe.clear()) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void prepare(ByteBuffer source) {}

  /** In slices, because the JDK copies what it is given into native memory of the same size. */
  @Override
  public boolean write(ByteBuffer source, int most) throws IOException {
    int end = source.limit();
    int stop = (int) Math.min(end, (long) source.position() + most);
    while (source.position() < stop) {
      int slice = Math.min(SLICE, stop - source.position());
      source.limit(source.position() + slice);
      int count = socket.write(source);
      source.limit(end);
      if (count < slice) {
        return false;
      }
    }
    return stop == end;
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: whatever it carried has been settled before.
    }
  }
}
