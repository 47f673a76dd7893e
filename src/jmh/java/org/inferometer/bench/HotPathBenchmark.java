package org.inferometer.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.inferometer.machine.Clock;
import org.inferometer.record.Mode;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What happens on the clock, against a server that floods: a request is written, its answer read
 * and stamped, and not decoded. With {@code -prof gc} the difference between many and few tokens is
 * what an event allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotPathBenchmark {
  /** Events of the answer. */
  @Param({"64", "4096"})
  public int tokens;

  /** Whether over TLS, where the engines of the JDK, also that of the server, allocate for each. */
  @Param({"false", "true"})
  public boolean tls;

  private FloodServer server;
  private Client client;
  private Outgoing outgoing;

  /** Starts the server and opens connections. */
  @Setup
  public void open() throws IOException {
    server = new FloodServer(tokens, tls);
    client = Client.open(server.endpoint(), ClientSettings.forConnections(16));
    outgoing =
        client.prepare(
            SampleStream.PROMPT, SampleStream.generation(tokens), Mode.STREAM, "request-1");
    server.expect(outgoing.size());
    client.connect(1);
  }

  /** Stops both. */
  @TearDown
  public void close() throws IOException {
    client.close();
    server.close();
  }

  /** One request and its answer. */
  @Benchmark
  public long exchange() throws InterruptedException {
    Exchange exchange = client.start(outgoing, SampleStream.LABELS, Clock.nanos());
    exchange.awaitEnd();
    exchange.discard();
    return exchange.endedNanos();
  }
}
