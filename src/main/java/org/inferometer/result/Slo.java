package org.inferometer.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Tenant;

/**
 * Targets that a request must meet to be good; none by default.
 *
 * @param targets largest allowed value by metric, in the metric's unit
 */
public record Slo(Map<Metric, Double> targets) {
  /** Metrics that can have a target. */
  public static final List<Metric> ALLOWED =
      List.of(
          Metric.P2FT,
          Metric.P2FT_FROM_SCHEDULE,
          Metric.TTFB,
          Metric.TOTAL_LATENCY,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          Metric.TPOT,
          Metric.NORMALIZED_LATENCY);

  private static final Set<Metric> OF_STREAMS =
      EnumSet.of(Metric.P2FT, Metric.P2FT_FROM_SCHEDULE, Metric.TPOT);

  /** No targets: SLO attainment and goodput stay absent. */
  public static final Slo NONE = new Slo(Map.of());

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9_]{1,40})=([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s)");

  public Slo {
    for (Metric metric : targets.keySet()) {
      if (!ALLOWED.contains(metric)) {
        throw new IllegalArgumentException(
            "no target can be set for %s; allowed: %s"
                .formatted(metric.id(), ALLOWED.stream().map(Metric::id).toList()));
      }
    }
    targets = Map.copyOf(targets);
  }

  /**
   * Parses {@code p2ft=200ms,tpot=50ms}: metrics with times in ms or s.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Slo parse(String text) {
    Map<Metric, Double> targets = new EnumMap<>(Metric.class);
    for (String target : text.split(",")) {
      Matcher form = FORM.matcher(target);
      if (!form.matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is no target; allowed: like p2ft=200ms or total_latency=1.5s"
                .formatted(target));
      }
      Metric metric =
          Metric.find(form.group(1))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no metric is called %s; allowed: %s"
                              .formatted(
                                  form.group(1), ALLOWED.stream().map(Metric::id).toList())));
      targets.put(
          metric, Double.parseDouble(form.group(2)) * (form.group(3).equals("s") ? 1000 : 1));
    }
    return new Slo(targets);
  }

  /** What {@code tenant} promises. */
  static Slo of(Tenant tenant) {
    Map<Metric, Double> targets = new EnumMap<>(Metric.class);
    tenant
        .slo()
        .forEach(
            (name, most) ->
                targets.put(
                    Metric.find(name.replace('-', '_')).orElseThrow(), most.toNanos() * 1e-6));
    return new Slo(targets);
  }

  /** These targets and {@code others}; of two for one metric the stricter. */
  Slo and(Slo others) {
    Map<Metric, Double> all = new EnumMap<>(Metric.class);
    Stream.of(this, others)
        .forEach(one -> one.targets.forEach((metric, most) -> all.merge(metric, most, Math::min)));
    return new Slo(all);
  }

  /** The same targets, for latencies from the schedule where {@code load} has one. */
  Slo under(Load load) {
    Map<Metric, Double> under = new EnumMap<>(Metric.class);
    targets.forEach((metric, target) -> under.merge(metric.under(load), target, Math::min));
    return new Slo(under);
  }

  /** The targets in words, in the order of metrics; empty for none. */
  public String text() {
    return targets.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            one ->
                "%s ≤ %s %s"
                    .formatted(
                        one.getKey().label(),
                        new BigDecimal(one.getValue())
                            .round(new MathContext(9))
                            .stripTrailingZeros()
                            .toPlainString(),
                        one.getKey().unit()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether requests of {@code mode} can be held against a target: P2FT and TPOT are of streams.
   */
  public boolean appliesTo(Mode mode) {
    return undefinedIn(mode).size() < targets.size();
  }

  /** Metrics with a target that requests of {@code mode} do not have. */
  public List<Metric> undefinedIn(Mode mode) {
    return targets.keySet().stream()
        .filter(metric -> mode != Mode.STREAM && OF_STREAMS.contains(metric))
        .sorted()
        .toList();
  }

  /**
   * Whether an ok request of {@code mode} meets every target that its mode has. The TPOT of an
   * answer of one token breaks none; whatever else is unknown is not met.
   */
  boolean isMetBy(double[] values, Mode mode) {
    boolean oneToken = values[Answer.METRICS.indexOf(Metric.OUTPUT_TOKENS)] == 1;
    return targets.entrySet().stream()
        .allMatch(
            one ->
                values[Answer.METRICS.indexOf(one.getKey())] <= one.getValue()
                    || oneToken && one.getKey() == Metric.TPOT
                    || undefinedIn(mode).contains(one.getKey()));
  }
}
