package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inferometer.telemetry.ServerReading;

/**
 * How much a server's counters grew over one repeat of a trial, by their values before and after,
 * when no request was under way. What was not told is absent.
 *
 * @param metrics name of the server's metric behind each reading
 * @param atWork requests that it still worked on, or that waited, after the repeat
 */
record ServerGrowth(
    Map<ServerReading, Double> values, Map<ServerReading, String> metrics, double atWork) {
  /**
   * Sums of seconds over several engines differ by as much when these are told in another order.
   */
  private static final double ROUNDING = 1e-9;

  /** What runs of earlier versions call their readings, which are of caches only. */
  private static final Map<String, ServerReading> EARLIER =
      Map.of("found", ServerReading.CACHE_FOUND, "wanted", ServerReading.CACHE_WANTED);

  /**
   * Reads what servers told around each repeat; a run without it says nothing.
   *
   * @return by {@link CounterReading#key}, then by repeat
   */
  static Map<String, SortedMap<Integer, ServerGrowth>> read(
      RunDirectory directory, Consumer<String> problems) {
    Map<String, SortedMap<Integer, ServerGrowth>> all = new HashMap<>();
    for (Path file : List.of(directory.caches(), directory.counters())) {
      for (CounterReading one : CounterReading.read(file, problems)) {
        all.computeIfAbsent(one.key(), key -> new TreeMap<>()).put(one.repeat(), of(one));
      }
    }
    return all;
  }

  /** All together; what one of them does not tell is unknown. */
  static ServerGrowth union(Collection<ServerGrowth> repeats) {
    Map<ServerReading, Double> sum = new EnumMap<>(ServerReading.class);
    Map<ServerReading, String> metrics = new EnumMap<>(ServerReading.class);
    for (ServerGrowth one : repeats) {
      one.values.forEach((reading, value) -> sum.merge(reading, value, Double::sum));
      metrics.putAll(one.metrics);
    }
    repeats.forEach(one -> sum.keySet().retainAll(one.values.keySet()));
    double atWork = repeats.stream().mapToDouble(ServerGrowth::atWork).sum();
    return new ServerGrowth(sum, metrics, atWork);
  }

  /**
   * A counter that has not been used yet may not be there; one that shrank was set back, because
   * its server started anew, and so were all others.
   */
  private static ServerGrowth of(CounterReading line) {
    Map<ServerReading, Double> grown = new EnumMap<>(ServerReading.class);
    Map<ServerReading, String> metrics = new EnumMap<>(ServerReading.class);
    for (Map.Entry<String, JsonNode> after : line.after().properties()) {
      ServerReading reading =
          ServerReading.find(after.getKey()).orElse(EARLIER.get(after.getKey()));
      if (reading != null && !ServerReading.LEVELS.contains(reading)) {
        double before = line.before().path(after.getKey()).asDouble();
        grown.put(reading, after.getValue().asDouble() - before);
        String earlier = line.after().path("source").asText();
        metrics.put(reading, line.after().at("/metrics/" + reading.id()).asText(earlier));
      }
    }
    boolean setBack =
        grown.entrySet().stream()
            .anyMatch(
                one ->
                    one.getValue() < -ROUNDING * line.before().path(one.getKey().id()).asDouble());
    double atWork =
        line.after().path(ServerReading.RUNNING.id()).asDouble()
            + line.after().path(ServerReading.WAITING.id()).asDouble();
    return setBack
        ? new ServerGrowth(Map.of(), Map.of(), atWork)
        : new ServerGrowth(grown, metrics, atWork);
  }
}
