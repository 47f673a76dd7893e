package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.record.FailurePhase;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a request while its connection is opened. */
@Timeout(60)
class ConnectionOpeningTest {
  private static final String ANSWER =
      Wire.STREAM_HEAD + Wire.chunks(Wire.stream(2).toArray(String[]::new)) + "0\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Over.class)
  void aRequestStartsWhenItsConnectionIsOpen(Over way) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(true, ANSWER);
        Client client = way.client(server.url(), "vllm")) {
      RequestRecord record = Wire.ask(client, Mode.STREAM, "r-1");
      assertThat(record.started() - record.scheduled())
          .isGreaterThanOrEqualTo(record.connectNanos());
    }
    // A port that is taken and not listened on: one that is free may be anybody's by now.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI url = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
      try (Client other = way.client(url, "vllm")) {
        RequestRecord refused = Wire.ask(other, Mode.STREAM, "r-2");
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.started()).isNull();
        assertThat(refused.connectNanos()).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void aRequestCancelledBeforeItIsConnectedIsNotSent(Over way) throws Exception {
    try (FullServer server = new FullServer();
        Client client = way.client(server.url(), "vllm")) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r-1");
      exchange.cancel();
      exchange.awaitEnd();
      assertThat(exchange.record().outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(exchange.record().phaseOfFailure()).isEqualTo(FailurePhase.BEFORE_HEAD);
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void deadlinesHoldWhileAConnectionIsOpened(Over way) throws Exception {
    Duration patience = Duration.ofSeconds(20);
    Duration little = Duration.ofMillis(200);
    try (FullServer server = new FullServer()) {
      ClientSettings settings = Wire.settings();
      Endpoint endpoint = Wire.endpoint(server.url(), "vllm");
      try (Client client =
          way.client(
              endpoint,
              settings.with(new Deadlines(little, patience, patience, patience, patience)))) {
        assertThat(Wire.ask(client, Mode.SYNC, "r-1").outcome()).isEqualTo(Outcome.CONNECT_TIMEOUT);
      }
      try (Client client =
          way.client(
              endpoint,
              settings.with(new Deadlines(patience, patience, patience, patience, little)))) {
        RequestRecord record = Wire.ask(client, Mode.SYNC, "r-1");
        assertThat(record.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(record.reason()).isEqualTo("no end within 200 ms");
      }
    }
  }

  /** A server whose backlog is full, so that connecting to it takes as long as one likes. */
  private static final class FullServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    FullServer() throws IOException {
      for (boolean full = false; !full; ) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(listener.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException e) {
          full = true;
        }
      }
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** What the clients send that come after those who filled it. */
    int bytesReceived() throws IOException {
      int known = waiting.size() - 1;
      int bytes = 0;
      listener.setSoTimeout(2000);
      try {
        for (int i = 0; ; i++) {
          Socket socket = listener.accept();
          waiting.add(socket);
          if (i >= known) {
            bytes += bytes(socket);
          }
        }
      } catch (SocketTimeoutException e) {
        return bytes;
      }
    }

    private static int bytes(Socket socket) throws IOException {
      int bytes = 0;
      try {
        while (socket.getInputStream().read() >= 0) {
          bytes++;
        }
      } catch (SocketException e) {
        // The client has hung up on what it did not want.
      }
      return bytes;
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      listener.close();
    }
  }
}
