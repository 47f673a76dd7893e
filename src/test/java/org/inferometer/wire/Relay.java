package org.inferometer.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

/** Stands between a client and a server, and decides in which pieces the client gets its bytes. */
final class Relay implements AutoCloseable {
  /** Passes on what one read of the server's bytes brought. */
  interface Passing {
    void pass(byte[] bytes, OutputStream to) throws Exception;
  }

  private final ServerSocket listener;
  private final URI server;
  private final Passing passing;

  Relay(URI server, Passing passing) throws IOException {
    this.server = server;
    this.passing = passing;
    listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() throws Exception {
    while (true) {
      Socket client = listener.accept();
      Socket there = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
      daemon(() -> pipe(client, there, (bytes, to) -> to.write(bytes)));
      daemon(() -> pipe(there, client, passing));
    }
  }

  private static void pipe(Socket from, Socket to, Passing how) throws Exception {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        how.pass(Arrays.copyOf(buffer, count), to.getOutputStream());
      }
    }
  }

  /** Work that ends with its sockets. */
  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Closed.
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
