package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
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
  @Test
  void streamsOverTls(@TempDir Path folder) throws Exception {
    SSLContext trusted = OwnCertificate.in(folder).context();
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
  void refusesACertificateThatNobodyVouchesForAndTellsTheCure(@TempDir Path folder)
      throws Exception {
    HttpsServer server = serve(OwnCertificate.in(folder).context());
    try (Client client = Client.open(Wire.endpoint(url(server), "vllm"), Wire.settings())) {
      assertThatThrownBy(() -> client.connect(1))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot connect to " + url(server))
          .hasMessageContaining("tls: { ca: FILE }");
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(record.reason()).contains("certificate is not trusted", "tls: { insecure: true }");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trustsWhomItIsToldTo(@TempDir Path folder) throws Exception {
    OwnCertificate own = OwnCertificate.in(folder);
    HttpsServer server = serve(own.context());
    try {
      assertThat(outcome(url(server), new Trust(own.pem(), false))).isEqualTo(Outcome.OK);
      URI otherName = URI.create(url(server).toString().replace("127.0.0.1", "localhost"));
      assertThat(outcome(otherName, new Trust(own.pem(), false))).isEqualTo(Outcome.REFUSED);
      assertThat(outcome(otherName, new Trust(null, true))).isEqualTo(Outcome.OK);
    } finally {
      server.stop(0);
    }
  }

  private static Outcome outcome(URI url, Trust trust) throws InterruptedException {
    Endpoint usual = Wire.endpoint(url, "vllm");
    Endpoint endpoint =
        new Endpoint(
            usual.address(),
            usual.api(),
            usual.dialect(),
            usual.model(),
            null,
            usual.headers(),
            null,
            trust);
    try (Client client = Client.open(endpoint, Wire.settings())) {
      return Wire.ask(client, Mode.STREAM, "r-1").outcome();
    }
  }

  @Test
  void keepsWhatCameRightBeforeTheEnd(@TempDir Path folder) throws Exception {
    SSLContext trusted = OwnCertificate.in(folder).context();
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
}
