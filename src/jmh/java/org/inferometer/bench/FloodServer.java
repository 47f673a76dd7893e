package org.inferometer.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every request with the same stream, one write per event, as fast as it can. */
final class FloodServer implements Closeable {
  private final ServerSocket listener;
  private final byte[] head = SampleStream.HEAD.getBytes(StandardCharsets.US_ASCII);
  private final byte[][] chunks;
  private volatile int requestBytes;

  FloodServer(int tokens) throws IOException {
    chunks = SampleStream.chunks(tokens);
    listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Says how long each request is, which is all that is looked at. */
  void expect(int bytes) {
    requestBytes = bytes;
  }

  int port() {
    return listener.getLocalPort();
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
