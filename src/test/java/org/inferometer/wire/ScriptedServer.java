package org.inferometer.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A server over real sockets that answers each request as the test's script says. */
final class ScriptedServer implements AutoCloseable {
  /** What to do with one request; the connection is kept when it returns true. */
  interface Script {
    boolean answer(Socket socket, String head, byte[] body) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final boolean readsBodies;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Semaphore closed = new Semaphore(0);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  ScriptedServer(Script script) {
    this(script, true);
  }

  private ScriptedServer(Script script, boolean readsBodies) {
    this.script = script;
    this.readsBodies = readsBodies;
    try {
      listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Answers every request with the same bytes and then does with the connection as told. */
  static ScriptedServer answering(boolean keep, String... pieces) {
    return new ScriptedServer(
        (socket, head, body) -> {
          for (String piece : pieces) {
            write(socket, piece);
          }
          return keep;
        });
  }

  /** Acts as soon as a request's head has come, and leaves its body where it is. */
  static ScriptedServer hasty(Script script) {
    return new ScriptedServer(script, false);
  }

  static void write(Socket socket, String text) throws IOException {
    write(socket, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Ends the connection the hard way. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      boolean keep = true;
      while (keep) {
        String head = head(in);
        if (head == null) {
          return;
        }
        byte[] body = in.readNBytes(readsBodies ? contentLength(head) : 0);
        heads.add(head);
        bodies.add(new String(body, StandardCharsets.UTF_8));
        keep = script.answer(socket, head, body);
      }
    } catch (SocketException e) {
      // The client has gone.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      closed.release();
    }
  }

  /** Waits until the server has closed one more connection. */
  void awaitClosed() throws InterruptedException {
    closed.acquire();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  List<String> heads() {
    return heads;
  }

  List<String> bodies() {
    return bodies;
  }

  /** Connections accepted so far. */
  int connections() {
    return sockets.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
