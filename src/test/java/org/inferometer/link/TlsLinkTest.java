package org.inferometer.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.inferometer.machine.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of a connection with TLS, in one thread. */
@Timeout(60)
class TlsLinkTest {
  private static final int RECORDS = 2000;

  /** The engine allocates less once compiled, and when that is differs between two loops. */
  private static final int ROUNDS = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ByteBuffer event = ByteBuffer.allocate(350);
  private final ByteBuffer into = ByteBuffer.allocateDirect(TlsLink.LARGEST_READ);
  private SSLEngine asking;
  private SSLEngine serving;
  private TlsLink client;
  private TlsLink server;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    serving = SelfSigned.of(now.minusSeconds(60), now.plusSeconds(60)).server().createSSLEngine();
    serving.setUseClientMode(false);
    asking =
        SSLContexts.custom().loadTrustMaterial(TrustAllStrategy.INSTANCE).build().createSSLEngine();
    asking.setUseClientMode(true);
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = new TlsLink(open(SocketChannel.open(listener.getLocalAddress())), asking);
      server = new TlsLink(open(listener.accept()), serving);
    }
    shakeHands();
  }

  private static SocketChannel open(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    return socket;
  }

  private void shakeHands() throws IOException {
    boolean ready = false;
    while (!ready) {
      ready = client.handshake() == 0;
      ready &= server.handshake() == 0;
    }
    assertThat(client.read(into.clear())).as("what a ticket is to its reader").isZero();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void carriesBothWaysAndTellsOfTheEnd() throws Exception {
    long before = Clock.nanos();
    assertThat(server.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 100)).isTrue();
    assertThat(read()).isEqualTo(3);
    assertThat(client.readAt()).isBetween(before, Clock.nanos());
    assertThat(client.over()).isFalse();

    server.write(ByteBuffer.wrap(new byte[] {4}), 100);
    server.close();
    assertThat(read()).isEqualTo(1);
    while (client.read(into.clear()) == 0) {
      Thread.onSpinWait();
    }
    assertThat(client.read(into.clear())).isEqualTo(-1);
    assertThat(client.cut()).isFalse();
    assertThat(client.fresh()).isFalse();
  }

  @Test
  void aPreparedRecordIsSentOnce() throws Exception {
    ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3});
    server.prepare(source);
    assertThat(source.remaining()).isZero();
    assertThat(client.read(into.clear())).isZero();

    assertThat(server.write(source, 100)).isTrue();
    assertThat(read()).isEqualTo(3);
    assertThat(client.fresh()).isTrue();
  }

  private int read() throws IOException {
    int count = client.read(into.clear());
    while (count == 0) {
      count = client.read(into.clear());
    }
    return count;
  }

  @Test
  void allocatesNothingForARecordBesideWhatTheEngineDoes() throws Exception {
    ByteBuffer record = ByteBuffer.allocate(1 << 16);
    Step bare =
        () -> {
          serving.wrap(event.clear(), record.clear());
          record.flip();
          return allocated(() -> asking.unwrap(record, into.clear()));
        };
    long reading = Long.MAX_VALUE;
    long unwrapping = 0;
    for (int round = 0; round < ROUNDS && reading >= unwrapping + 64; round++) {
      unwrapping = perRecord(bare);
      reading = Math.min(reading, perRecord(this::readOne));
    }

    assertThat(reading).isLessThan(unwrapping + 64);
  }

  private long readOne() throws IOException {
    server.write(event.clear(), event.limit());
    return allocated(this::read);
  }

  /** One record; how many bytes were allocated to read it. */
  private interface Step {
    long run() throws IOException;
  }

  private static long perRecord(Step step) throws IOException {
    long sum = 0;
    for (int i = 0; i < RECORDS; i++) {
      sum += step.run();
    }
    return sum / RECORDS;
  }

  /** What is looked at alone. */
  private interface Reading {
    Object read() throws IOException;
  }

  private static long allocated(Reading reading) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reading.read();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
