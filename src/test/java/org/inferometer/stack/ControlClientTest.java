package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.inferometer.wire.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that never come to an end. */
@Timeout(30)
class ControlClientTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void readsAnAnswer() throws IOException {
    String answer = HEAD + "Server: one\r\nContent-Length: 2\r\n\r\nü";
    assertThat(get(SHORT, answer, "", 0)).isEqualTo(new ControlClient.Answer(200, "one", "ü"));
  }

  /** Some proxies pack what nobody has asked them to. */
  @Test
  void unpacksAnAnswer() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("a 1\n".getBytes(StandardCharsets.UTF_8));
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, packed.size());
          packed.writeTo(exchange.getResponseBody());
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (ControlClient client = new ControlClient(Address.of(url), Map::of, null, LONG)) {
      assertThat(client.get("/metrics").body()).isEqualTo("a 1\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void doesNotWaitForAHeadThatComesInDrops() {
    assertThatThrownBy(() -> get(SHORT, "HTTP/1.1 200 OK\r\nX: ", "x", 50))
        .isInstanceOf(IOException.class)
        .hasMessage("/health was not answered within 700 ms");
  }

  @Test
  void doesNotWaitForABodyThatComesInDrops() {
    assertThatThrownBy(() -> get(SHORT, HEAD + "\r\n[", " ", 50))
        .isInstanceOf(IOException.class)
        .hasMessage("/health was not answered within 700 ms");
  }

  @Test
  void doesNotWaitForAnyAnswer() {
    assertThatThrownBy(() -> get(SHORT, "", " ", 10_000))
        .isInstanceOf(IOException.class)
        .hasMessage("/health was not answered within 700 ms");
  }

  @Test
  void doesNotReadABodyWithoutEnd() {
    assertThatThrownBy(() -> get(LONG, HEAD + "\r\n[", " ".repeat(10_000), 0))
        .isInstanceOf(IOException.class)
        .hasMessage("/health was answered with more than 4194304 bytes");
  }

  /** Asks a server that says {@code begin} and then {@code drop} without end. */
  private static ControlClient.Answer get(
      Duration patience, String begin, String drop, int everyMillis) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(listener, begin, drop, everyMillis));
      thread.setDaemon(true);
      thread.start();
      URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort());
      try (ControlClient client =
          new ControlClient(Address.of(url.toString()), Map::of, null, patience)) {
        return client.get("/health");
      }
    }
  }

  private static void serve(ServerSocket listener, String begin, String drop, int everyMillis) {
    try (Socket socket = listener.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      while (!drop.isEmpty()) {
        Thread.sleep(everyMillis);
        out.write(drop.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
