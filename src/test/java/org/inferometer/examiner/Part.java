package org.inferometer.examiner;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The requests of one repeat, or of one iteration of it, and what the definitions make of them. */
final class Part {
  static final List<String> PER_REQUEST =
      List.of(
          "p2ft",
          "p2ft_from_schedule",
          "first_visible",
          "ttfb",
          "total_latency",
          "total_latency_from_schedule",
          "close_latency",
          "schedule_delay",
          "tpot",
          "token_speed",
          "decode_speed",
          "normalized_latency",
          "prompt_tokens",
          "output_tokens");
  static final List<String> PER_GAP = List.of("itl", "icl");
  static final List<String> RATES = List.of("token_speed", "decode_speed");

  private final List<Answered> measured;

  /** Those that began in the measured part, but for the first of each slot in an iteration. */
  private final List<Answered> cycles;

  private final List<Answered> all;
  private final Predicate<Answered> inMeans;
  private final int slots;

  /**
   * @param all of one repeat or iteration, warm-up left out
   * @param slots of the closed loop
   * @param inMeans which of them the means are of
   */
  Part(List<Answered> all, int slots, Predicate<Answered> inMeans) {
    this.all = all;
    this.inMeans = inMeans;
    this.slots = slots;
    measured = all.stream().filter(one -> one.is("phase", "measured")).toList();
    Map<String, Long> begin = new HashMap<>();
    all.forEach(one -> begin.merge(slot(one), one.time("scheduled"), Math::min));
    cycles = measured.stream().filter(one -> one.time("scheduled") > begin.get(slot(one))).toList();
  }

  private static String slot(Answered one) {
    return one.integer("iteration") + "/" + one.integer("thread");
  }

  List<Answered> measured() {
    return measured;
  }

  List<Answered> ok() {
    return measured.stream().filter(Answered::ok).toList();
  }

  /** Every value of a distribution. */
  double[] values(String metric) {
    return values(metric, ok());
  }

  /** Those that its mean is of. */
  double[] meant(String metric) {
    return values(metric, ok().stream().filter(inMeans).toList());
  }

  private static double[] values(String metric, List<Answered> of) {
    return PER_GAP.contains(metric)
        ? of.stream().flatMap(one -> one.gaps(metric).stream()).mapToDouble(x -> x).toArray()
        : of.stream()
            .map(one -> one.metric(metric))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
  }

  /** Mean of a distribution; of speeds tokens by time. */
  double mean(String metric) {
    if (!RATES.contains(metric)) {
      return Numbers.mean(meant(metric));
    }
    double tokens = 0;
    double seconds = 0;
    for (Answered one : ok().stream().filter(inMeans).toList()) {
      OptionalDouble speed = one.metric(metric);
      if (speed.isPresent()) {
        double n = one.tokens().getAsDouble() - (metric.equals("decode_speed") ? 1 : 0);
        tokens += n;
        seconds += n / speed.getAsDouble();
      }
    }
    return tokens / seconds;
  }

  /** What a slot spent on its cycles, on average, in seconds. */
  double seconds() {
    return cycles.stream().mapToDouble(one -> one.time("closed") - one.time("scheduled")).sum()
        / 1e9
        / slots;
  }

  /** Of iterations the sum: what lies between them is not measured. */
  double wholeSeconds() {
    return measured.stream()
        .collect(Collectors.groupingBy(one -> one.integer("iteration")))
        .values()
        .stream()
        .mapToDouble(
            iteration -> {
              long[] whole = whole(iteration);
              return (whole[1] - whole[0]) / 1e9;
            })
        .sum();
  }

  /** From the first measured start to the last measured close. */
  long[] whole() {
    return whole(measured);
  }

  private static long[] whole(List<Answered> measured) {
    return new long[] {
      measured.stream().mapToLong(one -> one.time("started")).min().orElseThrow(),
      measured.stream().mapToLong(one -> one.time("closed")).max().orElseThrow()
    };
  }

  /** Numbers that a part has one of, each with the number of things behind it. */
  Map<String, double[]> single() {
    Map<String, double[]> single = new LinkedHashMap<>();
    double seconds = seconds();
    List<Answered> done = cycles.stream().filter(Answered::ok).toList();
    double output = done.stream().mapToDouble(one -> one.tokens().orElse(0)).sum();
    double input = done.stream().mapToDouble(one -> one.integer("promptTokens")).sum();
    boolean told = done.stream().allMatch(one -> one.tokens().isPresent());
    single.put("request_throughput", new double[] {done.size() / seconds, done.size()});
    if (told) {
      single.put("token_throughput", new double[] {output / seconds, output});
      if (done.stream().allMatch(one -> one.has("promptTokens"))) {
        single.put(
            "total_token_throughput", new double[] {(output + input) / seconds, output + input});
      }
    }
    single.put(
        "failure_rate", new double[] {1 - ok().size() / (double) measured.size(), measured.size()});
    single.put("achieved_rate", new double[] {cycles.size() / seconds, cycles.size()});
    single.put("cycles_per_slot", new double[] {cycles.size() / (double) slots, cycles.size()});
    single.put("little", new double[] {little(), cycles.size()});
    single.put(
        "connect_rate",
        new double[] {
          measured.stream().filter(one -> one.has("connectNanos")).count()
              / (double) measured.size(),
          measured.size()
        });
    return single;
  }

  /**
   * Little's law by the time line: how many requests went through in a second while cycles ran,
   * those in part for their part, times a cycle's mean time, by the slots. Iterations weigh by
   * their cycles.
   */
  private double little() {
    double sum = 0;
    for (List<Answered> own :
        cycles.stream().collect(Collectors.groupingBy(one -> one.integer("iteration"))).values()) {
      double from = own.stream().mapToDouble(one -> one.time("scheduled")).min().orElseThrow();
      double to = own.stream().mapToDouble(one -> one.time("closed")).max().orElseThrow();
      double through = 0;
      for (Answered one : all) {
        double time = one.time("closed") - one.time("scheduled");
        double within = Math.min(to, one.time("closed")) - Math.max(from, one.time("scheduled"));
        boolean here = one.integer("iteration") == own.get(0).integer("iteration");
        through += here && within > 0 ? within / time : 0;
      }
      double times =
          own.stream().mapToDouble(one -> one.time("closed") - one.time("scheduled")).sum();
      sum += through / (to - from) * times / slots;
    }
    return sum / cycles.size();
  }

  List<Answered> all() {
    return all;
  }
}
