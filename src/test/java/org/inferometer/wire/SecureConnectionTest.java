package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.inferometer.machine.Clock;
import org.inferometer.record.FailurePhase;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What TLS adds to what can happen on a connection. */
@Timeout(60)
class SecureConnectionTest {
  private static final String ANSWER =
      Wire.STREAM_HEAD + Wire.chunks(Wire.stream(3).toArray(String[]::new)) + "0\r\n\r\n";
  private static final String UNTIL_CLOSE =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void refusesACertificateThatNobodyVouchesForAndTellsTheCure(Transport transport)
      throws Exception {
    try (ScriptedServer server = serving(OwnCertificate.in(folder));
        Client client = client(server.url(), null, transport)) {
      assertThatThrownBy(() -> client.connect(1))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot connect to " + secure(server.url()))
          .hasMessageContaining("tls: { ca: FILE }");
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(record.phaseOfFailure()).isEqualTo(FailurePhase.CONNECT);
      assertThat(record.reason()).contains("certificate is not trusted", "tls: { insecure: true }");
      assertThat(record.started()).isNull();
      assertThat(server.heads()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void trustsWhomItIsToldTo(Transport transport) throws Exception {
    OwnCertificate own = OwnCertificate.in(folder);
    try (ScriptedServer server = serving(own)) {
      Trust known = new Trust(own.pem(), false);
      assertThat(ask(server.url(), known, transport).outcome()).isEqualTo(Outcome.OK);
      URI otherName = URI.create(server.url().toString().replace("127.0.0.1", "localhost"));
      RequestRecord refused = ask(otherName, known, transport);
      assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(refused.reason()).contains("localhost", "certificate is not trusted");
      assertThat(ask(otherName, new Trust(null, true), transport).outcome()).isEqualTo(Outcome.OK);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void refusesACertificateThatHasExpired(Transport transport) throws Exception {
    OwnCertificate old = OwnCertificate.expired(folder);
    try (ScriptedServer server = serving(old)) {
      RequestRecord record = ask(server.url(), new Trust(old.pem(), false), transport);
      assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(record.reason()).contains("its certificate has expired (NotAfter: ");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsThatAServerDoesNotSpeakTls(Transport transport) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Client client = client(url(listener), null, transport)) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r-1");
      try (Socket socket = listener.accept()) {
        ScriptedServer.write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        exchange.awaitEnd();
      }
      assertThat(exchange.record().outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(exchange.record().reason())
          .isEqualTo(
              "cannot connect: the server does not speak TLS there; does its URL begin with http://"
                  + " instead?");
    }
  }

  @Test
  void aServerThatLeavesDuringTheHandshakeRefuses() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Client client = client(url(listener), null, Transport.SOCKETS)) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r-1");
      try (Socket socket = listener.accept()) {
        socket.getInputStream().read();
        socket.shutdownOutput();
        exchange.awaitEnd();
      }
      assertThat(exchange.record().outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(exchange.record().reason()).contains("closed", "during the TLS handshake");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void theHandshakeIsPartOfConnecting(Transport transport) throws Exception {
    Duration patience = Duration.ofSeconds(20);
    Deadlines deadlines =
        new Deadlines(Duration.ofMillis(200), patience, patience, patience, patience);
    try (ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Client client =
            Client.open(
                endpoint(url(listener), null), Wire.settings().with(deadlines).with(transport))) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.CONNECT_TIMEOUT);
      assertThat(record.started()).isNull();
    }
  }

  @Test
  void aConnectionOpenedBeforehandHasShakenHands() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(true, ANSWER);
        Client client = client(server.url(), new Trust(null, true), Transport.SOCKETS)) {
      assertThat(client.connect(3)).isEqualTo(3);
      assertThat(Wire.ask(client, Mode.STREAM, "r-1").connectNanos()).isNull();
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void goesOnWithNewKeysInTheMiddleOfAnAnswer(String version) throws Exception {
    List<String> events = Wire.stream(3);
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, Wire.STREAM_HEAD);
                  for (String event : events) {
                    ScriptedServer.write(socket, Wire.chunks(event));
                    ((SSLSocket) socket).startHandshake();
                  }
                  ScriptedServer.write(socket, "0\r\n\r\n");
                  return true;
                },
                version);
        Client client = client(server.url(), new Trust(null, true), Transport.SOCKETS)) {
      for (int i = 1; i <= 3; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
        assertThat(record.outputTokens()).isEqualTo(3);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void resumesItsSession() throws Exception {
    List<String> sessions = new CopyOnWriteArrayList<>();
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  sessions.add(Arrays.toString(((SSLSocket) socket).getSession().getId()));
                  ScriptedServer.write(socket, ANSWER);
                  return false;
                },
                "TLSv1.2");
        Client client = client(server.url(), new Trust(null, true), Transport.SOCKETS)) {
      Wire.ask(client, Mode.STREAM, "r-1");
      server.awaitClosed();
      Wire.ask(client, Mode.STREAM, "r-2");
      assertThat(sessions).hasSize(2);
      assertThat(sessions.get(1)).isEqualTo(sessions.get(0));
    }
  }

  @Test
  void anAnswerCutOffWithoutAWordIsTruncated() throws Exception {
    RequestRecord record = cutAfter(Wire.STREAM_HEAD + Wire.chunks(Wire.text("a")));
    assertThat(record.outcome()).isEqualTo(Outcome.TRUNCATED);
    assertThat(record.phaseOfFailure()).isEqualTo(FailurePhase.BETWEEN_TOKENS);
    assertThat(record.outputTokens()).isEqualTo(1);

    assertThat(cutAfter("").outcome()).isEqualTo(Outcome.RESET);
  }

  /** RFC 9112, 9.8: anybody on the way could have cut it. */
  @Test
  void anAnswerThatEndsWithItsConnectionNeedsTheWord() throws Exception {
    String json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"choices\":[]}";
    RequestRecord record = cutAfter(UNTIL_CLOSE + Wire.text("a"));
    assertThat(record.outcome()).isEqualTo(Outcome.TRUNCATED);
    assertThat(record.reason()).contains("close_notify");
    assertThat(cutAfter(json).outcome()).isEqualTo(Outcome.TRUNCATED);

    assertThat(cutAfter(UNTIL_CLOSE + String.join("", Wire.stream(2))).outcome())
        .as("the protocol's own end has come")
        .isEqualTo(Outcome.OK);
  }

  private static RequestRecord cutAfter(String answer) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, answer);
                  ScriptedServer.bare(socket).close();
                  return false;
                });
        Client client = client(server.url(), new Trust(null, true), Transport.SOCKETS)) {
      return Wire.ask(client, Mode.STREAM, "r-1");
    }
  }

  @Test
  void keepsWhatCameInFrontOfBytesThatAreNoTls() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, Wire.STREAM_HEAD + Wire.chunks(Wire.text("a")));
                  ScriptedServer.write(ScriptedServer.bare(socket), "no TLS ".repeat(10));
                  return true;
                });
        Client client = client(server.url(), new Trust(null, true), Transport.SOCKETS)) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).isEqualTo(Outcome.RESET);
      assertThat(record.reason()).startsWith("connection lost: ");
      assertThat(record.outputTokens()).isEqualTo(1);
    }
  }

  @Test
  void aRecordInPiecesIsWholeWithTheReadOfItsLast() throws Exception {
    AtomicLong held = new AtomicLong();
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, Wire.STREAM_HEAD);
                  Thread.sleep(50);
                  held.set(-1);
                  ScriptedServer.write(socket, ANSWER.substring(Wire.STREAM_HEAD.length()));
                  return true;
                });
        Relay relay =
            new Relay(
                server.url(),
                (bytes, to) -> {
                  int last = held.get() == -1 ? bytes.length - 1 : bytes.length;
                  for (int at = 0; at < last; at++) {
                    to.write(bytes[at]);
                  }
                  if (last < bytes.length) {
                    Thread.sleep(50);
                    held.set(Clock.nanos());
                    to.write(bytes[last]);
                  }
                });
        Client client = client(relay.url(), new Trust(null, true), Transport.SOCKETS)) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
      assertThat(record.head()).isLessThan(held.get());
      assertThat(record.at()).hasSize(1);
      assertThat(record.at()[0]).isGreaterThanOrEqualTo(held.get());
      assertThat(record.events()).containsExactly(3);
    }
  }

  @Test
  void recordsThatCameTogetherHaveOneTime() throws Exception {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    String end = "0\r\n\r\n";
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  ScriptedServer.write(socket, Wire.STREAM_HEAD);
                  for (String event : Wire.stream(3)) {
                    Thread.sleep(20);
                    ScriptedServer.write(socket, Wire.chunks(event));
                  }
                  Thread.sleep(20);
                  ScriptedServer.write(socket, end);
                  return true;
                },
                "TLSv1.3");
        Relay relay =
            new Relay(
                server.url(),
                (bytes, to) -> {
                  boolean answer = kept.size() > 0 || bytes.length > 100 && asked(server);
                  if (!answer) {
                    to.write(bytes);
                    return;
                  }
                  kept.writeBytes(bytes);
                  if (bytes.length < 60) {
                    to.write(kept.toByteArray());
                  }
                });
        Client client = client(relay.url(), new Trust(null, true), Transport.SOCKETS)) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.OK);
      assertThat(record.at()).hasSize(1);
      assertThat(record.events()).containsExactly(3);
    }
  }

  private static boolean asked(ScriptedServer server) {
    return !server.heads().isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void keepsWhatCameRightBeforeTheEnd(Transport transport) throws Exception {
    String answer =
        Wire.STREAM_HEAD
            + Wire.chunks(Wire.text("a"), "data: {\"error\":{\"message\":\"died\"}}\n\n");
    try (ScriptedServer server = ScriptedServer.answering(false, answer);
        Client client = client(server.url(), new Trust(null, true), transport)) {
      for (int i = 0; i < 20; i++) {
        RequestRecord record = Wire.ask(client, Mode.STREAM, "r-" + i);
        assertThat(record.outcome()).as(record.reason()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(record.outputTokens()).isEqualTo(1);
      }
    }
  }

  private static ScriptedServer serving(OwnCertificate certificate) {
    return new ScriptedServer(
        certificate.context(),
        (socket, head, body) -> {
          ScriptedServer.write(socket, ANSWER);
          return true;
        });
  }

  private static RequestRecord ask(URI url, Trust trust, Transport transport)
      throws InterruptedException {
    try (Client client = client(url, trust, transport)) {
      return Wire.ask(client, Mode.STREAM, "r-1");
    }
  }

  private static Client client(URI url, Trust trust, Transport transport) {
    return Client.open(endpoint(url, trust), Wire.settings().with(transport));
  }

  private static Endpoint endpoint(URI url, Trust trust) {
    Endpoint usual = Wire.endpoint(secure(url), "vllm");
    return new Endpoint(
        usual.address(),
        usual.api(),
        usual.dialect(),
        usual.model(),
        null,
        usual.headers(),
        null,
        trust);
  }

  private static URI secure(URI url) {
    return URI.create(url.toString().replace("http:", "https:"));
  }

  private static URI url(ServerSocket listener) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }
}
