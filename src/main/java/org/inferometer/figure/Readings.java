package org.inferometer.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.result.Run;
import org.inferometer.result.SampleSeries;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.ReadingNames;

/**
 * What did the machine do over the whole run? Memory, power or utilization, as read.
 *
 * @param source prefix of the sources
 * @param reading name of the reading
 * @param divisor readings per unit of the axis
 * @param title key of the axis title
 */
record Readings(String source, String reading, double divisor, String title, String file)
    implements Figure {
  /** Of what belongs to no stack. */
  static final Color GREY = new Color(0x555555);

  private static final double MIB = 1 << 20;

  /** More points than this cannot be seen. */
  private static final int MOST = 1500;

  static final List<Figure> ALL =
      List.of(
          new Readings(
              ReadingNames.STACK,
              ReadingNames.RESIDENT_BYTES,
              MIB,
              "memory.stack",
              "stack-memory-time"),
          new Readings(
              ReadingNames.HOST,
              ReadingNames.MEMORY_USED_BYTES,
              MIB,
              "memory.host",
              "host-memory-time"),
          new Readings(
              ReadingNames.GPU,
              ReadingNames.MEMORY_USED_BYTES,
              MIB,
              "memory.gpu",
              "gpu-memory-time"),
          new Readings(
              ReadingNames.GPU,
              ReadingNames.UTILIZATION_PERCENT,
              1,
              "gpu.utilization",
              "gpu-utilization-time"),
          new Readings(
              ReadingNames.GPU, ReadingNames.POWER_WATTS, 1, "gpu.power", "gpu-power-time"));

  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    List<Series> all = new ArrayList<>();
    Set<String> unused = unused(run);
    unused.addAll(unmeasured(run));
    for (SampleSeries samples : inOrderOfStacks(run)) {
      if (samples.source().startsWith(source)
          && samples.name().equals(reading)
          && !unused.contains(samples.source())) {
        Series series = series(samples, run, words, all.size());
        if (series.points().size() > 1) {
          all.add(series);
        }
      }
    }
    if (all.isEmpty()) {
      return List.of();
    }
    String axis = words.get(title);
    String text = words.get("caption.samples", axis);
    return List.of(
        new Lines(
            new Caption(file, text, words.unfinished(run, "")),
            Lines.Form.TRACE,
            Axis.linear(words.get("axis.time")),
            new Axis(
                axis, Axis.Scale.LINEAR, axis.endsWith("(%)") ? 100 : Double.POSITIVE_INFINITY),
            all));
  }

  /** GPUs on which nothing ever computed. */
  private static Set<String> unused(Run run) {
    return run.samples().stream()
        .filter(one -> one.source().startsWith(ReadingNames.GPU))
        .filter(one -> one.name().equals(ReadingNames.PROCESSES))
        .filter(one -> Arrays.stream(one.values()).allMatch(value -> value == 0))
        .map(SampleSeries::source)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Stacks that were up, but of which nothing was measured. */
  private static Set<String> unmeasured(Run run) {
    Set<String> measured =
        run.stacks().stream()
            .map(stack -> ReadingNames.STACK + stack.name())
            .collect(Collectors.toSet());
    return run.samples().stream()
        .map(SampleSeries::source)
        .filter(name -> name.startsWith(ReadingNames.STACK) && !measured.contains(name))
        .collect(Collectors.toSet());
  }

  private static List<SampleSeries> inOrderOfStacks(Run run) {
    List<String> sources =
        run.stacks().stream().map(stack -> ReadingNames.STACK + stack.name()).toList();
    return run.samples().stream()
        .sorted(Comparator.comparingInt(samples -> sources.indexOf(samples.source())))
        .toList();
  }

  private Series series(SampleSeries samples, Run run, Words words, int number) {
    List<Point> points = new ArrayList<>();
    int step = Math.max(1, samples.values().length / MOST);
    for (int i = 0; i < samples.values().length; i += step) {
      double most = Double.NEGATIVE_INFINITY;
      for (int k = i; k < Math.min(i + step, samples.values().length); k++) {
        most = Math.max(most, samples.values()[k]);
      }
      points.add(Point.of(samples.seconds()[i], most / divisor));
    }
    String name = samples.source().substring(samples.source().indexOf(':') + 1);
    List<Stack> stacks = run.stacks();
    for (int i = 0; source.equals(ReadingNames.STACK) && i < stacks.size(); i++) {
      if (stacks.get(i).name().equals(name)) {
        return new Series(words.stack(name, stacks.get(i).label()), Look.ofStack(i), points);
      }
    }
    Look grey = new Look(GREY, Marker.values()[number % 6], List.of(), Hatch.NONE);
    return new Series(source.equals(ReadingNames.GPU) ? words.get("gpu", name) : "", grey, points);
  }
}
