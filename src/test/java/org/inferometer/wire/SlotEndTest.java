package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

class SlotEndTest {
  private static final String EVENTS =
      """
      data: {"choices":[{"index":0,"text":"hi","finish_reason":"length"}]}

      data: [DONE]

      """;

  @Test
  void anAnswerIsClosedWhenItsSlotIsFreeNotWhenItsTerminatorCame() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(EVENTS.getBytes(StandardCharsets.UTF_8));
            body.flush();
            mayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Endpoint endpoint = new Endpoint(url, Api.COMPLETIONS, Protocols.spoken("openai"), "m", null);
    try (Client client = Client.open(endpoint, ClientSettings.forConnections(1))) {
      Outgoing outgoing =
          client.prepare(
              new Prompt("p", "Hello", null),
              new Generation(0.0, null, null, 4, null, null, null),
              Mode.STREAM,
              "id-1");
      Exchange exchange =
          client.start(
              outgoing,
              new Labels(
                  "a", "m", "t", Mode.STREAM, "p=1", null, null, null, null, Phase.MEASURED, null),
              Clock.nanos());
      Thread.sleep(100);
      long stillOpen = Clock.nanos();
      mayEnd.countDown();
      exchange.awaitEnd();
      RequestRecord record = exchange.record();

      assertThat(record.closed()).isEqualTo(exchange.endedNanos()).isGreaterThan(stillOpen);
    } finally {
      server.stop(0);
    }
  }
}
