package org.inferometer.calibration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.inferometer.record.Clock;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Api;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Transport;

/** Measures the client against the standard, point by point. */
public final class Calibrator {
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Standard standard;
  private final Transport transport;
  private int points;

  /** A calibrator of the client with {@code transport} against {@code standard}. */
  public Calibrator(Standard standard, Transport transport) {
    this.standard = standard;
    this.transport = transport;
  }

  /**
   * Runs the code of both sides until it is compiled, so that cold starts do not show: about two
   * seconds.
   */
  public void warmUp() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      measure(Point.closed(Pattern.FLOOD, 32, 4));
      measure(Point.closed(Pattern.WARM_UP, 64, 8));
    }
  }

  /** Measures {@code points} one after the other; {@code progress} hears of each. */
  public Calibration calibrate(List<Point> points, Consumer<PointResult> progress)
      throws IOException, InterruptedException {
    List<PointResult> results = new ArrayList<>();
    for (Point point : points) {
      PointResult result = measure(point);
      results.add(result);
      progress.accept(result);
    }
    return new Calibration(
        Host.environment(), transport.name().toLowerCase(Locale.ROOT), results, null);
  }

  /** Measures one point. */
  public PointResult measure(Point point) throws IOException, InterruptedException {
    Endpoint endpoint =
        new Endpoint(
            standard.uri(),
            Api.COMPLETIONS,
            Dialect.named("openai"),
            point.pattern().knobs(),
            null);
    ClientSettings settings = ClientSettings.forConnections(point.streams()).with(transport);
    try (Client client = Client.open(endpoint, settings)) {
      client.connect(point.streams());
      PointLoad load = new PointLoad(client, point, "c" + points++);
      System.gc();
      standard.drain();
      long serverCpu = standard.stats().cpuNanos();
      Host.resetPeakMemory();
      long cpu = Host.cpuNanos();
      List<Exchange> exchanges = load.run();
      long loaded = Host.cpuNanos();
      Long peak = Host.peakMemoryBytes();
      List<RequestRecord> records = exchanges.stream().map(Exchange::record).toList();
      long decoded = Host.cpuNanos();
      serverCpu = standard.stats().cpuNanos() - serverCpu;
      List<ServedRequest> log = log(records.size());
      return PointResult.of(
          point,
          Comparison.of(records, log),
          new PointResult.Cost(loaded - cpu, decoded - loaded, peak),
          ServerLog.lateness(log),
          serverCpu);
    }
  }

  /** The log of {@code count} requests; the last ones are logged a moment after they ended. */
  private List<ServedRequest> log(int count) throws IOException {
    List<ServedRequest> log = new ArrayList<>(standard.drain());
    long patience = Clock.nanos() + PATIENCE_NANOS;
    while (log.size() < count && Clock.nanos() < patience) {
      Thread.onSpinWait();
      log.addAll(standard.drain());
    }
    return log;
  }
}
