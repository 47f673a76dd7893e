package org.inferometer.calibration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Compilers;
import org.inferometer.machine.Host;
import org.inferometer.machine.Spread;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ServedRequest;
import org.inferometer.standard.ServerLog;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Api;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Way;

/** Measures the client against the standard, point by point. */
public final class Calibrator {
  private static final int FEWEST = 128;
  private static final int MOST = 8192;
  private static final int MOST_WARM = 2048;

  /** Where code that has run at a load like that to come is faster than code that has run fast. */
  private static final int MANY = 64;

  private static final double ENOUGH_PERCENT = 98;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Standard standard;
  private final Way way;
  private KeptRecords kept;
  private int points;

  /** A calibrator of the client that asks {@code standard} by {@code way}. */
  public Calibrator(Standard standard, Way way) {
    this.standard = standard;
    this.way = way;
  }

  private URI uri() {
    return way.tls() ? standard.secureUri() : standard.uri();
  }

  /**
   * Runs the code of both sides until it is compiled and the memory of both is there, so that cold
   * starts do not show: six to ten seconds on two cores.
   *
   * @param streams as many as will be measured at once
   */
  public void warmUp(int streams) throws IOException, InterruptedException {
    KeptRecords afterwards = kept;
    kept = null;
    for (int i = 0; i < 4; i++) {
      measure(Point.closed(Pattern.FLOOD, 32, 4));
      measure(Point.closed(Pattern.WARM_UP, 256, 8));
    }
    Pattern last = streams < MANY ? Pattern.WARM_UP : Pattern.STAGGERED;
    measure(Point.closed(last, Math.min(streams, MOST_WARM), 2));
    standard.warmedUp();
    Compilers.lower();
    kept = afterwards;
  }

  /**
   * From now on what both sides record of each point is kept, as JSON Lines in {@code folder};
   * nothing of a warm-up.
   *
   * @throws IllegalArgumentException when the folder holds something already
   */
  public void keepRecordsIn(Path folder) throws IOException {
    kept = new KeptRecords(folder);
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
    return Calibration.of(results);
  }

  /**
   * Searches the highest rate that the client carries: staggered streams, half as many more each
   * time, until the mean error of P2FT passes {@code limitMillis} or less than 98 % of the load is
   * offered.
   *
   * @return tokens per second of the last point within the limits; null when there was none
   */
  public Double highestRate(double limitMillis, Consumer<PointResult> progress)
      throws IOException, InterruptedException {
    Double highest = null;
    for (int streams = FEWEST; streams <= MOST; streams += streams / 2) {
      PointResult result = measure(Point.closed(Pattern.STAGGERED, streams, 3));
      progress.accept(result);
      Double error = result.p2ftMillis().mean();
      if (error == null || error > limitMillis || result.offeredPercent() < ENOUGH_PERCENT) {
        return highest;
      }
      highest = result.tokensPerSecond();
    }
    return highest;
  }

  /**
   * Measures one point.
   *
   * @throws IllegalArgumentException for {@link Point.Driver#JMH}, which is another process: see
   *     {@link #measure(Point, OtherProcess)}
   */
  public PointResult measure(Point point) throws IOException, InterruptedException {
    if (point.driver() == Point.Driver.JMH) {
      throw new IllegalArgumentException("the driver jmh is not of this process");
    }
    Endpoint endpoint =
        new Endpoint(
                uri(), Api.COMPLETIONS, Protocols.spoken("openai"), point.pattern().knobs(), null)
            .trustingAny();
    ClientSettings settings =
        ClientSettings.forConnections(point.streams())
            .with(way.transport())
            .with(Deadlines.patient());
    try (Client client = Client.open(endpoint, settings)) {
      client.connect(point.streams());
      PointLoad load = new PointLoad(client, point, "c" + points++);
      System.gc(); // what the point before has left, so that its memory serves this one
      load.reserve();
      System.gc(); // moves what stays out of the way of collections under load
      load.announce();
      standard.forget();
      long serverCpu = standard.stats().cpuNanos();
      Compilers.awaitQuiet();
      Host.resetPeakMemory();
      long cpu = Host.cpuNanos();
      load.run();
      List<RequestRecord> records = load.records();
      cpu = Host.cpuNanos() - cpu;
      Long peak = Host.peakMemoryBytes();
      serverCpu = standard.stats().cpuNanos() - serverCpu;
      List<ServedRequest> log = log(point, records);
      return PointResult.of(
          point, way, Comparison.of(records, log), cpu, peak, ServerLog.lateness(log), serverCpu);
    }
  }

  /**
   * Measures the error of another process at {@code point}.
   *
   * @param process runs it on the standard at a base address, alone, and gives what it recorded
   */
  public PointResult measure(Point point, OtherProcess process) throws IOException {
    standard.forget();
    long serverCpu = standard.stats().cpuNanos();
    List<RequestRecord> records = process.run(uri(), way.transport());
    serverCpu = standard.stats().cpuNanos() - serverCpu;
    List<ServedRequest> log = log(point, records);
    Spread lateness = ServerLog.lateness(log);
    return PointResult.of(point, way, Comparison.of(records, log), null, null, lateness, serverCpu);
  }

  /**
   * Measures the error of another process under {@code load}, while the standard imitates {@code
   * stack} in {@code trial}.
   *
   * @param process runs on the standard at a base address, and gives what it recorded
   */
  public Mirrored mirror(String stack, String trial, String load, OtherProcess process)
      throws IOException {
    standard.forget();
    List<RequestRecord> records = process.run(uri(), way.transport());
    return Mirrored.of(stack, trial, load, way, records, log(records));
  }

  private List<ServedRequest> log(Point point, List<RequestRecord> records) throws IOException {
    List<ServedRequest> log = log(records);
    if (kept != null) {
      kept.add(point, records, log);
    }
    return log;
  }

  /** Something else than this process that asks the standard. */
  public interface OtherProcess {
    /** What it recorded of the standard at {@code uri}, asked over {@code transport}. */
    List<RequestRecord> run(URI uri, Transport transport) throws IOException;
  }

  /** The standard's log of these; the last ones are logged a moment after they ended. */
  private List<ServedRequest> log(List<RequestRecord> records) throws IOException {
    List<ServedRequest> log = new ArrayList<>(standard.drain());
    long patience = Clock.nanos() + PATIENCE_NANOS;
    while (log.size() < records.size() && Clock.nanos() < patience) {
      Thread.onSpinWait();
      log.addAll(standard.drain());
    }
    return log;
  }
}
