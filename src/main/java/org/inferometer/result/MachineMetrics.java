package org.inferometer.result;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Totals.Reading;
import org.inferometer.telemetry.ReadingNames;

/** Memory, power and energy of one stack, from the telemetry readings of a window. */
final class MachineMetrics {
  private static final String MEMORY = ReadingNames.MEMORY_USED_BYTES;
  private static final double MIB = 1 << 20;

  /** By how much the energy of the counter and that of the sampled power may differ unsaid. */
  private static final double DISAGREEMENT = 0.10;

  /** Counters of energy are renewed about ten times a second, power is a mean of a second. */
  private static final double SHORTEST_SECONDS = 10;

  private static final double HOUR_SECONDS = 3600;
  private static final double MILLION = 1e6;

  private final Summary summary;
  private final Totals totals;
  private final Map<String, Double> idle;

  private MachineMetrics(Summary summary, Totals totals, Map<String, Double> idle) {
    this.summary = summary;
    this.totals = totals;
    this.idle = idle;
  }

  /**
   * Puts them into {@code summary}, as far as they are the stack's own. Several GPUs count
   * together: the sum of their means, of their peaks and of their energy.
   *
   * @param notes gets what is to be known about them
   */
  static void put(
      Summary summary,
      Totals totals,
      Map<String, Double> idle,
      Tenancy tenancy,
      Consumer<String> notes) {
    String tree = Telemetry.source(tenancy.stack());
    boolean launched =
        totals.readings.containsKey(Telemetry.key(tree, ReadingNames.RESIDENT_BYTES));
    // A server that ran already had its memory before the baseline was taken.
    MachineMetrics metrics = new MachineMetrics(summary, totals, launched ? idle : Map.of());
    metrics.memory(
        List.of(tree),
        ReadingNames.RESIDENT_BYTES,
        Metric.STACK_MEMORY_MEAN,
        Metric.STACK_MEMORY_PEAK);
    metrics.processors(tree);
    if (tenancy.hasTheHost()) {
      metrics.memory(
          List.of(ReadingNames.HOST), MEMORY, Metric.HOST_MEMORY_MEAN, Metric.HOST_MEMORY_PEAK);
      metrics.aboveIdle(
          List.of(ReadingNames.HOST),
          Metric.HOST_MEMORY_MEAN_ABOVE_IDLE,
          Metric.HOST_MEMORY_PEAK_ABOVE_IDLE);
    }
    OwnGpus own = OwnGpus.of(totals.readings, tenancy);
    if (own.note() != null) {
      notes.accept(own.note());
    }
    metrics.memory(own.sources(), MEMORY, Metric.GPU_MEMORY_MEAN, Metric.GPU_MEMORY_PEAK);
    metrics.aboveIdle(
        own.sources(), Metric.GPU_MEMORY_MEAN_ABOVE_IDLE, Metric.GPU_MEMORY_PEAK_ABOVE_IDLE);
    metrics.utilization(own.sources());
    metrics.energy(own.sources(), tenancy.stack(), notes);
    metrics.cost(tenancy.pricePerHour());
  }

  private void memory(List<String> sources, String name, Metric mean, Metric peak) {
    put(mean, sum(sources, name, MachineMetrics::mean) / MIB, sources, name);
    put(peak, sum(sources, name, reading -> reading.max) / MIB, sources, name);
  }

  /** Of a stack's process tree, whose others may use the rest of the machine. */
  private void processors(String tree) {
    List<String> sources = List.of(tree);
    double seconds = sum(sources, ReadingNames.CPU_SECONDS, MachineMetrics::counted);
    put(Metric.STACK_CPU, seconds / totals.wholeSeconds, sources, ReadingNames.CPU_SECONDS);
  }

  private void aboveIdle(List<String> sources, Metric mean, Metric peak) {
    double baseline =
        sources.stream()
            .mapToDouble(one -> idle.getOrDefault(Telemetry.key(one, MEMORY), Double.NaN))
            .sum();
    double means = sum(sources, MEMORY, MachineMetrics::mean);
    double peaks = sum(sources, MEMORY, reading -> reading.max);
    put(mean, (means - baseline) / MIB, sources, MEMORY);
    put(peak, (peaks - baseline) / MIB, sources, MEMORY);
  }

  private void utilization(List<String> sources) {
    String name = ReadingNames.UTILIZATION_PERCENT;
    double all = sum(sources, name, MachineMetrics::mean);
    put(Metric.GPU_UTILIZATION, all / sources.size(), sources, name);
  }

  /**
   * By the GPUs' own counters where they have one, else by the power that was sampled, of which the
   * samples may miss the most.
   */
  private void energy(List<String> sources, String stack, Consumer<String> notes) {
    double counted = sum(sources, ReadingNames.ENERGY_JOULES, MachineMetrics::counted);
    double sampled = sum(sources, ReadingNames.POWER_WATTS, reading -> reading.integral);
    double joules = Double.isNaN(counted) ? sampled : counted;
    if (Math.abs(sampled - counted) > DISAGREEMENT * counted) {
      notes.accept(
          ("the energy of %s by its GPUs' counter and by their sampled power differ by more than"
                  + " 10 %%; the counter's is told")
              .formatted(stack));
    }
    double watts = joules / totals.wholeSeconds;
    put(
        Metric.GPU_POWER,
        watts,
        sources,
        Double.isNaN(counted) ? ReadingNames.POWER_WATTS : ReadingNames.ENERGY_JOULES);
    if (Double.isFinite(watts) && totals.wholeSeconds < SHORTEST_SECONDS) {
      notes.accept(
          "power and energy of %s are of repeats of less than %.0f s, in which they are not sure"
              .formatted(stack, SHORTEST_SECONDS));
    }
    perToken(Metric.ENERGY_PER_TOKEN, watts);
    double idling =
        sources.stream()
            .mapToDouble(
                one -> idle.getOrDefault(Telemetry.key(one, ReadingNames.POWER_WATTS), Double.NaN))
            .sum();
    perToken(Metric.ENERGY_PER_TOKEN_ABOVE_IDLE, watts - idling);
  }

  /** What an hour costs, by what comes out of it. */
  private void cost(Double pricePerHour) {
    if (pricePerHour != null) {
      perToken(Metric.COST_PER_MILLION_TOKENS, pricePerHour / HOUR_SECONDS * MILLION);
    }
  }

  /** Something per second, by the tokens of a second. */
  private void perToken(Metric metric, double everySecond) {
    double tokens = totals.tokens / totals.seconds;
    if (tokens > 0 && !totals.tokensUnknown && Double.isFinite(everySecond)) {
      summary.put(metric, Statistic.VALUE, everySecond / tokens);
      summary.count(metric, Math.round(totals.tokens));
    }
  }

  private static double mean(Reading reading) {
    return reading.sum / reading.count;
  }

  /** A counter that stands still or falls counts nothing. */
  private static double counted(Reading reading) {
    return reading.increase > 0 ? reading.increase : Double.NaN;
  }

  /** Over all {@code sources}; NaN if one of them does not tell. */
  private double sum(List<String> sources, String name, ToDoubleFunction<Reading> value) {
    return sources.isEmpty()
        ? Double.NaN
        : sources.stream()
            .map(one -> totals.readings.get(Telemetry.key(one, name)))
            .mapToDouble(one -> one == null ? Double.NaN : value.applyAsDouble(one))
            .sum();
  }

  private void put(Metric metric, double value, List<String> sources, String name) {
    if (Double.isFinite(value)) {
      summary.put(metric, Statistic.VALUE, value);
      summary.count(
          metric,
          sources.stream()
              .map(one -> totals.readings.get(Telemetry.key(one, name)))
              .filter(Objects::nonNull)
              .mapToLong(one -> one.count)
              .sum());
    }
  }
}
