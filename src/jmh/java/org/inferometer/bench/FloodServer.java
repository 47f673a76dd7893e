package org.inferometer.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ServerSocketFactory;
import org.inferometer.link.SelfSigned;
import org.inferometer.wire.Endpoint;

/** Answers every request with the same stream, one write per event, as fast as it can. */
final class FloodServer implements Closeable {
  private final ServerSocket listener;
  private final boolean tls;
  private final byte[] head = SampleStream.HEAD.getBytes(StandardCharsets.US_ASCII);
  private final byte[][] chunks;
  private volatile int requestBytes;

  FloodServer(int tokens, boolean tls) throws IOException {
    this.tls = tls;
    chunks = SampleStream.chunks(tokens);
    listener =
        (tls ? secure() : ServerSocketFactory.getDefault())
            .createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Says how long each request is, which is all that is looked at. */
  void expect(int bytes) {
    requestBytes = bytes;
  }

  Endpoint endpoint() {
    String scheme = tls ? "https" : "http";
    return SampleStream.endpoint(scheme, listener.getLocalPort()).trustingAny();
  }

  private static ServerSocketFactory secure() {
    Instant now = Instant.now();
    try {
      return SelfSigned.of(now.minusSeconds(60), now.plusSeconds(3600))
          .server()
          .getServerSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made: " + e.getMessage(), e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    byte[] request = new byte[requestBytes];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (in.readNBytes(request, 0, request.length) == request.length) {
        out.write(head);
        for (byte[] chunk : chunks) {
          out.write(chunk);
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "flood-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
