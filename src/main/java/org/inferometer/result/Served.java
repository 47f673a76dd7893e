package org.inferometer.result;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a Triton server has counted of the requests of one or more repeats, those of the warm-up
 * too: its statistics of the model afterwards less those before.
 *
 * @param grown by the server's names, such as {@code queue.ns} and {@code batch_size.4}
 */
public record Served(SortedMap<String, Long> grown) {
  private static final String BATCH = "batch_size.";
  private static final double NANOS_PER_MICRO = 1000;

  /**
   * Reads {@code server.jsonl}; a run without one says nothing. Of a repeat in which some counter
   * shrank, because the server or the model was loaded anew, nothing is said.
   *
   * @return by {@link CounterReading#key} and number of the repeat
   */
  static Map<String, Map<Integer, Served>> read(Path file, Consumer<String> problems) {
    Map<String, Map<Integer, Served>> all = new HashMap<>();
    for (CounterReading one : CounterReading.read(file, problems)) {
      SortedMap<String, Long> grown = new TreeMap<>();
      one.before().fieldNames().forEachRemaining(name -> grown.put(name, 0L));
      one.after().fieldNames().forEachRemaining(name -> grown.put(name, 0L));
      grown.replaceAll(
          (name, zero) -> one.after().path(name).asLong() - one.before().path(name).asLong());
      Served served = new Served(grown);
      if (grown.values().stream().allMatch(value -> value >= 0) && served.requests() > 0) {
        all.computeIfAbsent(one.key(), key -> new TreeMap<>()).put(one.repeat(), served);
      }
    }
    return all;
  }

  /** Both together. */
  Served with(Served other) {
    SortedMap<String, Long> sum = new TreeMap<>(grown);
    other.grown.forEach((name, value) -> sum.merge(name, value, Long::sum));
    return new Served(sum);
  }

  private long of(String name) {
    return grown.getOrDefault(name, 0L);
  }

  /** Requests that it counts as answered. */
  public long requests() {
    return of("success.count");
  }

  /** Requests that it counts as failed; errors that a model answers with may not be among them. */
  public long failed() {
    return of("fail.count");
  }

  /** Prompts: a request may hold several. */
  public long inferences() {
    return of("inference_count");
  }

  /** How often the model was executed, each time on a batch of inferences. */
  public long executions() {
    return of("execution_count");
  }

  /** Executions by the number of inferences in them. */
  public SortedMap<Integer, Long> batches() {
    SortedMap<Integer, Long> batches = new TreeMap<>();
    grown.forEach(
        (name, count) -> {
          if (name.matches("batch_size\\.[0-9]{1,9}") && count > 0) {
            batches.put(Integer.parseInt(name.substring(BATCH.length())), count);
          }
        });
    return batches;
  }

  /** Puts the means per request into {@code summary}: the times in µs, and of an execution. */
  void put(Summary summary) {
    time(summary, Metric.SERVER_LATENCY, "success");
    time(summary, Metric.SERVER_QUEUE, "queue");
    time(summary, Metric.SERVER_COMPUTE_INPUT, "compute_input");
    time(summary, Metric.SERVER_COMPUTE_INFER, "compute_infer");
    time(summary, Metric.SERVER_COMPUTE_OUTPUT, "compute_output");
    if (executions() > 0) {
      summary.put(Metric.SERVER_BATCH, Statistic.VALUE, (double) inferences() / executions());
      summary.count(Metric.SERVER_BATCH, executions());
    }
  }

  private void time(Summary summary, Metric metric, String name) {
    long count = of(name + ".count");
    if (count > 0) {
      summary.put(metric, Statistic.VALUE, of(name + ".ns") / NANOS_PER_MICRO / count);
      summary.count(metric, count);
    }
  }
}
