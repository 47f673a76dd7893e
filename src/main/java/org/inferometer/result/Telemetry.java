package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inferometer.result.Totals.Reading;
import org.inferometer.telemetry.ReadingNames;

/** The readings of {@code samples.jsonl}, one column per source and name. */
final class Telemetry {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();

  /** Nothing was read. */
  static final Telemetry NONE = new Telemetry();

  private final Map<String, Column> columns = new TreeMap<>();

  /** Reads {@code file}, if it is there; damaged lines are reported and left out. */
  static Telemetry read(Path file, Consumer<String> problems) {
    Telemetry telemetry = new Telemetry();
    if (!Files.exists(file)) {
      problems.accept(file + " is missing: nothing is known of memory, utilization and power");
      return telemetry;
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line; (line = in.readLine()) != null; ) {
        number++;
        try {
          telemetry.add(JSON.readTree(line));
        } catch (JsonProcessingException | IllegalArgumentException e) {
          problems.accept("%s, line %d is left out: no reading".formatted(file, number));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return telemetry;
  }

  private void add(JsonNode sample) {
    if (!sample.path("at").isIntegralNumber() || !sample.path("source").isTextual()) {
      throw new IllegalArgumentException("a reading has at and source");
    }
    String source = sample.get("source").textValue();
    sample.path("values").properties().stream()
        .filter(value -> value.getValue().isNumber())
        .forEach(
            value ->
                columns
                    .computeIfAbsent(
                        key(source, value.getKey()), k -> new Column(source, value.getKey()))
                    .add(sample.get("at").longValue(), value.getValue().doubleValue()));
  }

  static String key(String source, String name) {
    return source + " " + name;
  }

  /** Adds what was read within {@code bounds} to {@code readings}. */
  void readings(Bounds bounds, Map<String, Reading> readings) {
    columns.forEach(
        (key, column) -> {
          Reading reading = column.within(bounds);
          if (reading.count > 0) {
            readings.computeIfAbsent(key, k -> new Reading()).add(reading);
          }
        });
  }

  /** The mean of a reading over the time of {@code bounds}; NaN where readings do not cover it. */
  double mean(String source, String name, Bounds bounds) {
    Column column = columns.get(key(source, name));
    return column == null ? Double.NaN : column.within(bounds).integral / bounds.seconds();
  }

  /** The source of a stack's readings. */
  static String source(String stack) {
    return ReadingNames.STACK + stack;
  }

  /**
   * What each source read before anything was started, on average: the idle baseline. Where a run
   * does not tell when that was, before the first of {@code stacks} was there. Empty where nothing
   * was read so early.
   */
  Map<String, Double> idle(Collection<String> stacks) {
    Set<String> sources = stacks.stream().map(Telemetry::source).collect(Collectors.toSet());
    long firstOfStacks = first(sources::contains).orElse(Long.MIN_VALUE);
    long end = first(ReadingNames.IDLE::equals).orElse(firstOfStacks - 1);
    Map<String, Double> idle = new TreeMap<>();
    columns.forEach(
        (key, column) -> {
          Reading before = column.within(new Bounds(Long.MIN_VALUE, end));
          if (firstOfStacks > Long.MIN_VALUE && before.count > 0) {
            idle.put(key, before.sum / before.count);
          }
        });
    return idle;
  }

  /** When the first of some sources was read. */
  private OptionalLong first(Predicate<String> source) {
    return columns.values().stream()
        .filter(one -> source.test(one.source))
        .mapToLong(one -> one.at[0])
        .min();
  }

  /** Every column with times in seconds after {@code origin}. */
  List<SampleSeries> series(long origin) {
    return columns.values().stream().map(column -> column.series(origin)).toList();
  }

  private static final class Column {
    /** A counter that sums up may lose as much when its parts come in another order. */
    static final double ROUNDING = 1e-9;

    final String source;
    final String name;
    long[] at = new long[64];
    double[] values = new double[64];
    int size;

    Column(String source, String name) {
      this.source = source;
      this.name = name;
    }

    void add(long time, double value) {
      if (size == at.length) {
        at = Arrays.copyOf(at, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      at[size] = time;
      values[size++] = value;
    }

    Reading within(Bounds bounds) {
      Reading reading = new Reading();
      boolean setBack = false;
      int found = Arrays.binarySearch(at, 0, size, bounds.from());
      for (int i = found < 0 ? -found - 1 : found; i < size; i++) {
        if (i > 0) {
          long from = Math.max(bounds.from(), at[i - 1]);
          long to = Math.min(bounds.to(), at[i]);
          reading.integral += Math.max(0, to - from) * 1e-9 * (values[i - 1] + values[i]) / 2;
          setBack |= from < to && values[i] < values[i - 1] * (1 - ROUNDING);
        }
        if (at[i] > bounds.to()) {
          break;
        }
        reading.count++;
        reading.sum += values[i];
        reading.max = Math.max(reading.max, values[i]);
        reading.bits |= (long) values[i];
      }
      reading.increase = value(bounds.to()) - value(bounds.from());
      if (Double.isNaN(reading.increase)) {
        reading.integral = Double.NaN;
      }
      if (setBack) {
        reading.increase = Double.NaN;
      }
      return reading;
    }

    /** The value at {@code time}, between two readings in proportion; NaN before and after all. */
    private double value(long time) {
      int found = Arrays.binarySearch(at, 0, size, time);
      int next = found < 0 ? -found - 1 : found;
      if (found >= 0) {
        return values[found];
      }
      if (next == 0 || next == size) {
        return Double.NaN;
      }
      double share = (double) (time - at[next - 1]) / (at[next] - at[next - 1]);
      return values[next - 1] + share * (values[next] - values[next - 1]);
    }

    SampleSeries series(long origin) {
      return new SampleSeries(
          source,
          name,
          Arrays.stream(at, 0, size).mapToDouble(time -> (time - origin) * 1e-9).toArray(),
          Arrays.copyOf(values, size));
    }
  }
}
