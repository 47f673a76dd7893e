package org.inferometer.standard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;

/**
 * A server that writes each token at a known time: token {@code k} of a request that arrived at
 * {@code a} is due at {@code a + ttft + k * itl}, so that lateness never adds up, and the time of
 * its real write is logged. See {@link Answer} for what a request may ask for, and {@link Capacity}
 * for a server that cannot serve any number of requests as if each were alone.
 *
 * <p>One thread serves all connections, over TLS where the client begins with that; the time of a
 * write is that of the socket then, too, after the encryption. It speaks OpenAI's API and the
 * protocols of other servers, see {@link Question.Api}; besides their generating paths there are
 * {@code /health}, {@code /v1/models}, {@code /log} (JSON Lines of {@link ServedRequest}, each
 * given out once), {@code /stats}, and for whoever measures against it {@code /collect} (collects
 * its garbage now) and {@code /warmed-up} (its compilers stand back from then on).
 */
public final class ExactScheduleServer implements AutoCloseable {
  private static final int BACKLOG = 16_384;

  private final ServerSocketChannel listener;
  private final EventLoop loop;
  private final Thread thread;
  private final ServerLog log;

  private ExactScheduleServer(int port, Responder responder) throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    log = new ServerLog();
    loop = new EventLoop(listener, responder, log);
    thread = new Thread(loop, "exact-schedule-server");
    thread.setDaemon(true);
    thread.start();
    log.watch(thread);
  }

  /**
   * Starts a server on the loopback address.
   *
   * @param port 0 takes a free one
   * @param knobs what answers look like unless a request says otherwise, see {@link Answer#parse}
   * @throws IllegalArgumentException says which setting is wrong and what is allowed
   */
  public static ExactScheduleServer start(int port, String knobs) throws IOException {
    return start(port, new AnswerScripts(knobs));
  }

  /** Starts a server on the loopback address that does what {@code responder} says. */
  public static ExactScheduleServer start(int port, Responder responder) throws IOException {
    return new ExactScheduleServer(port, responder);
  }

  /**
   * Serves until standard input ends, so that the process ends with the one that started it.
   *
   * @param args the port (0 takes a free one) and the settings of answers, both optional
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    try (ExactScheduleServer server = start(port, args.length > 1 ? args[1] : "")) {
      System.out.println("listening on " + server.uri());
      while (System.in.read() >= 0) {
        // Whatever is said has no meaning; only the end has.
        continue;
      }
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Its base address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** The same with TLS, by a certificate that nobody knows. */
  public URI secureUri() {
    return URI.create("https://127.0.0.1:" + port());
  }

  /** What it has done. */
  public ServerLog log() {
    return log;
  }

  @Override
  public void close() {
    loop.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
