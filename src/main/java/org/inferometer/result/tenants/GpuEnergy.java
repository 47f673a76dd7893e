package org.inferometer.result.tenants;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.result.SampleSeries;
import org.inferometer.telemetry.ReadingNames;

/**
 * Energy of GPUs that a run's stacks share, by the GPUs' own counters.
 *
 * @param samples all readings of the run
 * @param stacks names of all its stacks
 */
record GpuEnergy(List<SampleSeries> samples, List<String> stacks) {
  /** Nothing was read. */
  static final GpuEnergy UNKNOWN = new GpuEnergy(List.of(), List.of());

  /**
   * What the GPUs on which {@code tenants} compute took between two times, in joules; NaN where a
   * counter or its readings are missing, or somebody computes on one of them who is not of this
   * run.
   *
   * @param from in seconds since the run's first request, as {@code to}
   * @param besides processes on each GPU that are the run's own, but no stack's
   */
  double joules(List<String> tenants, double from, double to, int besides) {
    Set<String> gpus =
        samples.stream()
            .map(SampleSeries::source)
            .filter(one -> one.startsWith(ReadingNames.GPU))
            .filter(gpu -> processes(tenants, gpu, from, to) > 0)
            .collect(Collectors.toSet());
    boolean ours =
        gpus.stream()
            .allMatch(
                gpu ->
                    most(gpu, ReadingNames.PROCESSES, from, to)
                        <= processes(stacks, gpu, from, to) + besides);
    return gpus.isEmpty() || !ours
        ? Double.NaN
        : gpus.stream()
            .mapToDouble(
                gpu ->
                    series(gpu, ReadingNames.ENERGY_JOULES)
                        .map(one -> one.at(to) - one.at(from))
                        .orElse(Double.NaN))
            .sum();
  }

  private double processes(List<String> of, String gpu, double from, double to) {
    return of.stream()
        .mapToDouble(
            one -> most(ReadingNames.STACK + one, ReadingNames.PROCESSES_AT + gpu, from, to))
        .filter(Double::isFinite)
        .sum();
  }

  private double most(String source, String name, double from, double to) {
    return series(source, name).map(one -> one.most(from, to)).orElse(Double.NaN);
  }

  private Optional<SampleSeries> series(String source, String name) {
    return samples.stream()
        .filter(one -> one.source().equals(source) && one.name().equals(name))
        .findFirst();
  }
}
