package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Driver;
import org.inferometer.load.Gaps;
import org.inferometer.load.Rate;
import org.inferometer.record.Labels;
import org.inferometer.run.Cell;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.wire.Api;
import org.inferometer.wire.Client;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;
import org.inferometer.wire.Protocols;

/**
 * Requests to a server of this process, by the way of the real ones, which nobody keeps: a schedule
 * without a warm-up would find the client's own code not even loaded, and its first requests would
 * start late for it.
 */
final class Rehearsal {
  private static final int CONNECTIONS = 8;
  private static final Rate LOAD = new Rate(500, Gaps.CONSTANT, Duration.ofMillis(600));
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private Rehearsal() {}

  /** Takes about as long as its load. */
  static void run(Cell cell) {
    Labels labels = cell.labels();
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=1ms,itl=0ms,tokens=4");
        Client client = Client.open(endpoint(server, cell), cell.settings(CONNECTIONS))) {
      client.connect(CONNECTIONS);
      Outgoing request =
          client.prepare(
              new Prompt("rehearsal", "x", null),
              new Generation(0.0, null, null, null, null, null, null),
              labels.mode(),
              "rehearsal");
      Driver driver =
          new Driver(
              (index, scheduled, ended) ->
                  client.start(request, labels, scheduled).onEnd(one -> ended(one, ended)));
      driver.open(LOAD.arrivals(1), Integer.MAX_VALUE, PATIENCE_NANOS);
    } catch (IOException e) {
      throw new UncheckedIOException("no server for a rehearsal: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Endpoint endpoint(ExactScheduleServer server, Cell cell) {
    URI uri = cell.endpoint().address().secure() ? server.secureUri() : server.uri();
    return new Endpoint(uri, Api.COMPLETIONS, Protocols.spoken("openai"), "exact", null)
        .trustingAny();
  }

  private static void ended(Exchange exchange, Runnable ended) {
    exchange.record();
    ended.run();
  }
}
