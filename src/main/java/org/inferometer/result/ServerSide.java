package org.inferometer.result;

import static org.inferometer.telemetry.ServerReading.*;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.inferometer.result.Totals.Reading;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.ServerReading;

/**
 * A trial with its server's eyes, all repeats together of which the server tells.
 *
 * @param checks the server's numbers against the client's; empty where it tells none
 * @param parts where the mean time of all requests went, in milliseconds; the client's parts alone
 *     where the server tells none, or of other requests
 * @param preemptions of the trial; NaN if unknown
 * @param requests that the client sent while the server counted
 * @param others share of the server's requests that others sent; NaN if unknown
 * @param waiting requests in the queue, mean and most of what was read in the measured time; NaN
 *     where nothing was
 * @param waitingAtSlowest the same mean while the slowest hundredth of the requests were under way
 */
public record ServerSide(
    List<ServerCheck> checks,
    Map<TimePart, Double> parts,
    double preemptions,
    long requests,
    double others,
    double running,
    double waiting,
    double mostWaiting,
    double waitingAtSlowest,
    double mostKvCache) {
  private static final double MILLIS = 1000;
  private static final int HUNDREDTH = 100;

  /** Means of other requests are not taken apart by those of these. */
  private static final double SAME = 0.02;

  /**
   * @param server what it counted, by repeat
   * @param seen what the client saw, by repeat
   */
  static ServerSide of(
      String stack,
      SortedMap<Integer, ServerGrowth> server,
      SortedMap<Integer, Seen> seen,
      List<Iteration> measured,
      Telemetry telemetry) {
    List<Integer> both =
        seen.keySet().stream()
            .filter(repeat -> server.containsKey(repeat) && !server.get(repeat).values().isEmpty())
            .toList();
    ServerGrowth grown = ServerGrowth.union(both.stream().map(server::get).toList());
    Seen client = Seen.union(both.stream().map(seen::get).toList());
    List<ServerCheck> checks =
        Arrays.stream(CheckedBySides.values())
            .flatMap(what -> ServerCheck.of(what, grown, client).stream())
            .toList();
    Map<TimePart, Double> parts = parts(grown, client);
    Totals totals = new Totals();
    measured.forEach(one -> totals.add(one.totals));
    return new ServerSide(
        checks,
        parts.isEmpty() ? clientParts(Seen.union(seen.values())) : parts,
        grown.values().getOrDefault(PREEMPTIONS, Double.NaN),
        client.sent,
        others(grown, client.sent),
        mean(totals, stack, RUNNING),
        mean(totals, stack, WAITING),
        most(totals, stack, WAITING),
        atSlowest(measured, stack, WAITING, telemetry),
        most(totals, stack, KV_CACHE_SHARE));
  }

  private static double others(ServerGrowth server, long sent) {
    double most =
        Stream.of(LATENCY_COUNT, TTFT_COUNT, REQUESTS)
            .filter(server.values()::containsKey)
            .mapToDouble(server.values()::get)
            .max()
            .orElse(Double.NaN);
    return Math.max(0, most - sent) / most;
  }

  /** Whether the server tells anything of the trial. */
  public boolean isTold() {
    return !checks.isEmpty() || !Double.isNaN(running) || !Double.isNaN(waiting);
  }

  private static Map<TimePart, Double> parts(ServerGrowth server, Seen client) {
    Map<TimePart, Double> parts = new EnumMap<>(TimePart.class);
    Seen.Sum latencies = client.all.get(CheckedBySides.LATENCY);
    put(parts, TimePart.QUEUE, server, QUEUE_SECONDS, QUEUE_COUNT, latencies.count);
    put(parts, TimePart.PREFILL, server, PREFILL_SECONDS, PREFILL_COUNT, latencies.count);
    put(parts, TimePart.DECODE, server, DECODE_SECONDS, DECODE_COUNT, latencies.count);
    if (!parts.containsKey(TimePart.DECODE)) {
      put(parts, TimePart.COMPUTE, server, COMPUTE_SECONDS, COMPUTE_COUNT, latencies.count);
    }
    double told = parts.values().stream().mapToDouble(one -> one).sum();
    double whole = MILLIS * latencies.mean();
    Optional<ServerCheck> check = ServerCheck.of(CheckedBySides.LATENCY, server, client);
    double within = check.map(ServerCheck::server).orElse(whole);
    boolean same =
        check
            .map(one -> Math.abs(one.serverCount() - one.clientCount()) <= SAME * one.clientCount())
            .orElse(true);
    if (parts.isEmpty()
        || !(whole > 0)
        || !same
        || within < told * (1 - SAME)
        || whole < within * (1 - SAME)) {
      return Map.of();
    }
    if (check.isPresent()) {
      parts.put(TimePart.REST, Math.max(0, within - told));
      parts.put(TimePart.OUTSIDE, Math.max(0, whole - within));
    } else {
      parts.put(TimePart.UNTOLD, Math.max(0, whole - told));
    }
    delay(parts, client);
    return parts;
  }

  private static void put(
      Map<TimePart, Double> parts,
      TimePart part,
      ServerGrowth server,
      ServerReading sum,
      ServerReading count,
      long requests) {
    Double seconds = server.values().get(sum);
    double of = server.values().getOrDefault(count, (double) requests);
    if (seconds != null && of > 0) {
      parts.put(part, MILLIS * seconds / of);
    }
  }

  private static Map<TimePart, Double> clientParts(Seen client) {
    Map<TimePart, Double> parts = new EnumMap<>(TimePart.class);
    double whole = MILLIS * client.all.get(CheckedBySides.LATENCY).mean();
    double first = MILLIS * client.first.mean();
    if (whole >= first) {
      parts.put(TimePart.FIRST, first);
      parts.put(TimePart.AFTER, whole - first);
    } else if (whole > 0) {
      parts.put(TimePart.ANSWER, whole);
    }
    delay(parts, client);
    return parts;
  }

  private static void delay(Map<TimePart, Double> parts, Seen client) {
    if (client.delay.count > 0) {
      parts.put(TimePart.DELAY, MILLIS * client.delay.mean());
    }
  }

  private static double atSlowest(
      List<Iteration> measured, String stack, ServerReading reading, Telemetry telemetry) {
    List<Answer> slowest =
        measured.stream()
            .flatMap(one -> one.answers.stream())
            .filter(one -> one.measured() && one.ok())
            .sorted(Comparator.comparingDouble(one -> -one.value(Metric.TOTAL_LATENCY)))
            .toList();
    return slowest.stream()
        .limit((slowest.size() + HUNDREDTH - 1) / HUNDREDTH)
        .map(one -> new Bounds(one.started(), one.closed()))
        .mapToDouble(bounds -> telemetry.mean(ReadingNames.SERVER + stack, reading.id(), bounds))
        .average()
        .orElse(Double.NaN);
  }

  private static double mean(Totals totals, String stack, ServerReading reading) {
    Reading found = reading(totals, stack, reading);
    return found == null ? Double.NaN : found.sum / found.count;
  }

  private static double most(Totals totals, String stack, ServerReading reading) {
    Reading found = reading(totals, stack, reading);
    return found == null ? Double.NaN : found.max;
  }

  private static Reading reading(Totals totals, String stack, ServerReading reading) {
    return totals.readings.get(Telemetry.key(ReadingNames.SERVER + stack, reading.id()));
  }
}
