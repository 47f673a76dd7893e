package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecureConnectionTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @Test
  void streamsOverTls(@TempDir Path folder) throws Exception {
    SSLContext trusted = certificate(folder);
    HttpsServer server = serve(trusted);
    Endpoint endpoint = Wire.endpoint(url(server), "vllm");
    Connector connector =
        new ComponentsConnector(
            endpoint, Wire.settings(), ClientTlsStrategyBuilder.create().setSslContext(trusted));
    try {
      assertThat(connector.connect(2)).isEqualTo(2);
      Outgoing outgoing =
          new RequestEncoder(endpoint)
              .encode(new Prompt("p", "Hi", null), Wire.GENERATION, Mode.STREAM, "r-1");
      Exchange exchange = connector.start(outgoing, Wire.labels(Mode.STREAM), 0);
      exchange.awaitEnd();
      RequestRecord record = exchange.record();
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.outputTokens()).isEqualTo(3);
      assertThat(record.connectNanos()).isNull();
    } finally {
      connector.close();
      server.stop(0);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor(@TempDir Path folder) throws Exception {
    HttpsServer server = serve(certificate(folder));
    try (Client client = Client.open(Wire.endpoint(url(server), "vllm"), Wire.settings())) {
      assertThatThrownBy(() -> client.connect(1))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot connect to " + url(server));
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void keepsWhatCameRightBeforeTheEnd(@TempDir Path folder) throws Exception {
    SSLContext trusted = certificate(folder);
    byte[] answer =
        (Wire.STREAM_HEAD
                + Wire.chunks(Wire.text("a"), "data: {\"error\":{\"message\":\"died\"}}\n\n"))
            .getBytes(StandardCharsets.UTF_8);
    try (ServerSocket listener =
        trusted
            .getServerSocketFactory()
            .createServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint =
          Wire.endpoint(URI.create("https://127.0.0.1:" + listener.getLocalPort()), "vllm");
      Connector connector =
          new ComponentsConnector(
              endpoint, Wire.settings(), ClientTlsStrategyBuilder.create().setSslContext(trusted));
      try {
        for (int i = 0; i < 20; i++) {
          Outgoing outgoing =
              new RequestEncoder(endpoint)
                  .encode(new Prompt("p", "Hi", null), Wire.GENERATION, Mode.STREAM, "r-" + i);
          Exchange exchange = connector.start(outgoing, Wire.labels(Mode.STREAM), 0);
          try (Socket socket = listener.accept()) {
            socket.getInputStream().readNBytes(outgoing.bodyLength());
            socket.getOutputStream().write(answer);
          }
          exchange.awaitEnd();
          RequestRecord record = exchange.record();
          assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.STREAM_ERROR);
          assertThat(record.outputTokens()).isEqualTo(1);
        }
      } finally {
        connector.close();
      }
    }
  }

  private static URI url(HttpsServer server) {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private static HttpsServer serve(SSLContext context) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    byte[] body = String.join("", Wire.stream(3)).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/completions",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(
        work -> {
          Thread thread = new Thread(work, "secure-server");
          thread.setDaemon(true);
          thread.start();
        });
    server.start();
    return server;
  }

  /** A context that has a certificate of its own for 127.0.0.1, and trusts it alone. */
  private static SSLContext certificate(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
