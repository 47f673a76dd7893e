package org.inferometer.calibration;

import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Arrivals;
import org.inferometer.load.Driver;
import org.inferometer.load.Gaps;
import org.inferometer.load.Rate;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Client;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * Puts the load of one point on a client. All requests are encoded beforehand; answers are decoded
 * in the background.
 */
final class PointLoad {
  private static final long SEED = 20_261_122;

  /** Longer than any deadline of a calibration. */
  private static final long PATIENCE_NANOS = 3_600_000_000_000L;

  private final Client client;
  private final Point point;
  private final Labels labels;
  private final Outgoing[] requests;
  private final Decoding decoding;

  PointLoad(Client client, Point point, String idPrefix) {
    this.client = client;
    this.point = point;
    this.labels =
        new Labels(
            "standard",
            "exact",
            point.pattern().label(),
            Mode.STREAM,
            "p=" + point.streams(),
            idPrefix,
            1,
            1,
            null,
            Phase.MEASURED,
            null);
    Prompt prompt = prompt(point.pattern().promptBytes());
    requests =
        IntStream.range(0, point.requests())
            .mapToObj(i -> request(prompt, idPrefix + "-" + i))
            .toArray(Outgoing[]::new);
    decoding = new Decoding(requests.length);
  }

  private static Prompt prompt(int bytes) {
    return new Prompt("p", "x".repeat(bytes), null);
  }

  private Outgoing request(Prompt prompt, String id) {
    int tokens = point.pattern().schedule().tokens();
    Generation generation = new Generation(0.0, null, null, tokens, null, true, null);
    return client.prepare(prompt, generation, Mode.STREAM, id);
  }

  /** Gets the memory for the answers of all streams. */
  void reserve() {
    client.reserve(point.streams(), requests[0]);
  }

  /** Asks once and does not wait for the answer, so that the server has worked it out before. */
  void announce() throws InterruptedException {
    Exchange exchange = client.start(request(prompt(1), "announcement"), labels, Clock.nanos());
    exchange.cancel();
    exchange.awaitEnd();
    exchange.discard();
    client.connect(point.streams());
  }

  /** Runs the load until the last answer has ended. */
  void run() throws InterruptedException {
    Driver driver = new Driver(this::start);
    if (point.pattern() == Pattern.POISSON) {
      Arrivals poisson = Rate.endless(point.ratePerSecond(), Gaps.POISSON, SEED);
      driver.open(poisson.first(requests.length), Integer.MAX_VALUE, PATIENCE_NANOS);
    } else if (point.driver() == Point.Driver.THREADS) {
      driver.threads(point.streams(), point.rounds(), apart());
    } else {
      driver.slots(point.streams(), point.rounds(), apart());
    }
  }

  /** What the client recorded of each request, once {@link #run} is through. */
  List<RequestRecord> records() throws InterruptedException {
    return decoding.records();
  }

  private void start(int index, long scheduled, Runnable ended) {
    Outgoing request = requests[index];
    requests[index] = null;
    client
        .start(request, labels, scheduled)
        .onEnd(
            exchange -> {
              decoding.take(exchange);
              ended.run();
            });
  }

  /** From the first start of one stream of a closed loop to that of the next. */
  private long apart() {
    return point.pattern().together() ? 0 : point.answerNanos() / point.streams();
  }
}
