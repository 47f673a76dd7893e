package org.inferometer.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Urgency;
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
  private static final long SPIN_NANOS = 80_000;

  private final Client client;
  private final Point point;
  private final Labels labels;
  private final Outgoing[] requests;
  private final Decoding decoding;
  private final CountDownLatch running;

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
    running = new CountDownLatch(requests.length);
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
    Urgency.PROMPT.ofThisThread();
    if (point.pattern() == Pattern.POISSON) {
      poisson();
    } else if (point.driver() == Point.Driver.THREADS) {
      threads();
    } else {
      callbacks();
    }
    running.await();
  }

  /** What the client recorded of each request, once {@link #run} is through. */
  List<RequestRecord> records() throws InterruptedException {
    return decoding.records();
  }

  private void poisson() {
    SplittableRandom random = new SplittableRandom(SEED);
    double time = Clock.nanos() + 1e6;
    for (int i = 0; i < requests.length; i++) {
      time += -Math.log(1 - random.nextDouble()) * 1e9 / point.ratePerSecond();
      sleepUntil((long) time);
      start(i, (long) time).onEnd(this::ended);
    }
  }

  private void callbacks() {
    long begin = Clock.nanos() + 1_000_000;
    for (int stream = 0; stream < point.streams(); stream++) {
      long time = begin + offset(stream);
      sleepUntil(time);
      next(stream, 0, time);
    }
  }

  private void next(int stream, int round, long scheduled) {
    start(index(stream, round), scheduled)
        .onEnd(
            ended -> {
              ended(ended);
              if (round + 1 < point.rounds()) {
                next(stream, round + 1, Clock.nanos());
              }
            });
  }

  private void threads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(point.streams());
    long[] begin = new long[1];
    CountDownLatch go = new CountDownLatch(1);
    for (int stream = 0; stream < point.streams(); stream++) {
      int mine = stream;
      Thread thread =
          new Thread(
              () -> {
                Urgency.PROMPT.ofThisThread();
                try {
                  ready.countDown();
                  go.await();
                  long time = begin[0] + offset(mine);
                  sleepUntil(time);
                  for (int round = 0; round < point.rounds(); round++) {
                    Exchange exchange = start(index(mine, round), time);
                    exchange.awaitEnd();
                    time = Clock.nanos();
                    ended(exchange);
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "stream-" + stream);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    ready.await();
    begin[0] = Clock.nanos() + 1_000_000;
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Exchange start(int index, long scheduled) {
    Exchange exchange = client.start(requests[index], labels, scheduled);
    requests[index] = null;
    return exchange;
  }

  private void ended(Exchange exchange) {
    decoding.take(exchange);
    running.countDown();
  }

  private int index(int stream, int round) {
    return round * point.streams() + stream;
  }

  /** When a stream of a closed loop starts, after the first. */
  private long offset(int stream) {
    return point.pattern().together() ? 0 : point.answerNanos() * stream / point.streams();
  }

  private void sleepUntil(long time) {
    long missing = time - Clock.nanos();
    while (missing > 0) {
      if (missing > SPIN_NANOS && !point.pattern().together()) {
        LockSupport.parkNanos(missing - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      missing = time - Clock.nanos();
    }
  }
}
