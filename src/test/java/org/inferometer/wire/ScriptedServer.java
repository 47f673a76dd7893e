package org.inferometer.wire;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.inferometer.link.SelfSigned;

/**
 * A server over real sockets that answers each request as the test's script says, over TLS where
 * the client begins with that.
 */
final class ScriptedServer implements AutoCloseable {
  /** What to do with one request; the connection is kept when it returns true. */
  interface Script {
    boolean answer(Socket socket, String head, byte[] body) throws Exception;
  }

  /** The first byte of a TLS connection: the type of its handshake records. */
  private static final int HANDSHAKE = 22;

  private static final SSLContext TLS = ownCertificate();

  /** The socket under each with TLS over it. */
  private static final Map<Socket, Socket> UNDER = new ConcurrentHashMap<>();

  private final ServerSocket listener;
  private final SSLContext tls;
  private volatile String version;
  private final Script script;
  private final boolean readsBodies;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Semaphore closed = new Semaphore(0);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  ScriptedServer(Script script) {
    this(script, true, TLS);
  }

  /** One that speaks {@code version} of TLS. */
  ScriptedServer(Script script, String version) {
    this(script, true, TLS);
    this.version = version;
  }

  /** One that has the certificate of {@code tls}. */
  ScriptedServer(SSLContext tls, Script script) {
    this(script, true, tls);
  }

  private ScriptedServer(Script script, boolean readsBodies, SSLContext tls) {
    this.tls = tls;
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
    return new ScriptedServer(script, false, TLS);
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
    Socket bare = bare(socket);
    bare.setSoLinger(true, 0);
    bare.close();
  }

  /** The socket without TLS. */
  static Socket bare(Socket socket) {
    return UNDER.getOrDefault(socket, socket);
  }

  private static SSLContext ownCertificate() {
    try {
      Instant now = Instant.now();
      return SelfSigned.of(now.minusSeconds(3600), now.plusSeconds(3600)).server();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket secured(Socket socket, PushbackInputStream in) throws IOException {
    int first = in.read();
    if (first >= 0) {
      in.unread(first);
    }
    if (first != HANDSHAKE) {
      return socket;
    }
    InputStream heard = new ByteArrayInputStream(new byte[] {(byte) in.read()});
    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, heard, true);
    if (version != null) {
      secure.setEnabledProtocols(new String[] {version});
    }
    UNDER.put(secure, socket);
    return secure;
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

  private void serve(Socket bare) {
    try (bare) {
      PushbackInputStream plain = new PushbackInputStream(bare.getInputStream());
      Socket socket = secured(bare, plain);
      serve(socket, socket == bare ? plain : socket.getInputStream());
    } catch (SocketException | SSLException | EOFException e) {
      // The client has gone.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      closed.release();
    }
  }

  private void serve(Socket accepted, InputStream in) throws Exception {
    try (Socket socket = accepted) {
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
