package org.inferometer.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The way of bytes between a client and a server: a socket that never blocks, bare or with TLS over
 * it. One thread reads; any one at a time writes.
 */
public sealed interface Link permits PlainLink, TlsLink {

  /** What carries it. */
  SocketChannel socket();

  /**
   * Reads from the socket once.
   *
   * @param into has room for {@link TlsLink#LARGEST_READ} bytes
   * @return how many bytes there are now in {@code into}; 0 also where what came was none of the
   *     peer's, -1 where no more will come
   * @throws IOException when the connection is lost
   */
  int read(ByteBuffer into) throws IOException;

  /** When the socket had given what {@link #read} returned last: before it was decrypted. */
  long readAt();

  /** Whether the end came together with the bytes of the last read: the next only tells of it. */
  boolean over();

  /**
   * Whether the connection was closed without a word, which with TLS anybody on the way could have
   * done (RFC 9112, 9.8).
   */
  boolean cut();

  /** Whether it is open, and nothing has come that nobody asked for. Reads from the socket. */
  boolean fresh();

  /**
   * Makes the first bytes of {@code source} ready, so that {@link #write} can hand them to the
   * socket at once; what goes wrong is for that to tell.
   */
  void prepare(ByteBuffer source);

  /**
   * Writes from {@code source} what the socket takes.
   *
   * @param most bytes after which it is enough for now
   * @return whether all is with the socket
   */
  boolean write(ByteBuffer source, int most) throws IOException;

  /** Says that nothing more will be written, and goes on reading. */
  void shutdownOutput() throws IOException;

  /** Closes the socket; with TLS the peer is told before, if the socket takes it. */
  void close();
}
