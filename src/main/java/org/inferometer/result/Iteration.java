package org.inferometer.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inferometer.record.RequestRecord;

/** The answers of one iteration of one repeat, and what they come to in each window. */
final class Iteration {
  final int fork;
  final int number;
  final boolean warmup;

  /** Whether requests start by the clock, not when a slot is free. */
  private boolean openLoop;

  final List<Answer> answers = new ArrayList<>();

  /** Measured requests that never started or never ended: failures without a place in time. */
  private long lost;

  final Gaps gaps = new Gaps();
  final Map<Window, Bounds> bounds = new EnumMap<>(Window.class);
  final Map<Window, Map<Metric, Sample>> samples = new EnumMap<>(Window.class);
  final Map<Window, Totals> totals = new EnumMap<>(Window.class);

  Iteration(int fork, int number, boolean warmup) {
    this.fork = fork;
    this.number = number;
    this.warmup = warmup;
  }

  void add(RequestRecord record, Slo slo) {
    openLoop |= record.load() != null && !record.load().startsWith("p=");
    Answer answer = Answer.of(record, gaps, slo);
    if (answer.started() != Answer.NEVER && answer.closed() != Answer.NEVER) {
      answers.add(answer);
    } else if (answer.measured()) {
      lost++;
    }
  }

  /** Computes both windows. The gaps are gone afterwards. */
  void finish(int slots, Telemetry telemetry) {
    Bounds whole = Bounds.whole(answers);
    if (whole == null) {
      return;
    }
    bounds.put(Window.WHOLE, whole);
    Bounds steady =
        openLoop
            ? Bounds.betweenBuildUpAndDrain(answers, whole)
            : Bounds.steady(answers, whole, slots);
    if (steady != null) {
      bounds.put(Window.STEADY, steady);
    }
    bounds.forEach((window, within) -> totals.put(window, totals(within, telemetry)));
    totals.get(Window.WHOLE).requests += lost;
    totals.get(Window.WHOLE).failed += lost;
    if (steady != null) {
      samples.put(Window.STEADY, samples(steady));
    }
    samples.put(Window.WHOLE, samples(whole));
  }

  private Map<Metric, Sample> samples(Bounds within) {
    Map<Metric, Sample> found = new EnumMap<>(Metric.class);
    for (int m = 0; m < Answer.METRICS.size(); m++) {
      Metric metric = Answer.METRICS.get(m);
      double[] values = new double[answers.size()];
      int count = 0;
      for (Answer answer : answers) {
        if (answer.measured() && answer.ok() && within.contains(answer.end(metric))) {
          values[count++] = answer.values()[m];
        }
      }
      found.put(metric, Sample.of(values, count));
    }
    TokenGaps tokenGaps = TokenGaps.of(this, within);
    found.put(Metric.ITL, tokenGaps.perToken());
    found.put(Metric.ICL, tokenGaps.perChunk());
    return found;
  }

  private Totals totals(Bounds within, Telemetry telemetry) {
    Totals sum = new Totals();
    sum.seconds = within.seconds();
    for (Answer answer : answers) {
      boolean finishes = answer.ok() && within.contains(answer.closed());
      sum.finished += finishes ? 1 : 0;
      sum.good += finishes && answer.good() ? 1 : 0;
      sum.started += within.contains(answer.started()) ? 1 : 0;
      if (answer.measured() && within.contains(answer.closed())) {
        sum.requests++;
        sum.failed += answer.ok() ? 0 : 1;
        sum.goodRequests += answer.good() ? 1 : 0;
      }
      if (answer.first() != Answer.NEVER) {
        if (within.contains(answer.first())) {
          sum.promptTokens += answer.promptTokens() == null ? 0 : answer.promptTokens();
          sum.promptsUnknown |= answer.ok() && answer.promptTokens() == null;
          sum.tokensUnknown |= !answer.counted();
        }
        double tokens = tokens(answer, within);
        sum.tokens += tokens;
        sum.goodTokens += answer.good() ? tokens : 0;
      }
    }
    telemetry.readings(within, sum.readings);
    return sum;
  }

  private double tokens(Answer answer, Bounds within) {
    double[] tokens = new double[1];
    arrivals(
        answer,
        (at, count) -> {
          tokens[0] += within.contains(at) ? count : 0;
        });
    return tokens[0];
  }

  /** Tells the content arrivals of {@code answer}, in their order. */
  void arrivals(Answer answer, Arrival told) {
    if (answer.first() == Answer.NEVER) {
      return;
    }
    told.at(answer.first(), answer.firstTokens() * answer.tokenScale());
    double after = 0;
    for (int i = answer.gapsFrom(); i < answer.gapsTo(); i++) {
      after += gaps.nanos(i);
      told.at(answer.first() + (long) after, gaps.tokens(i) * answer.tokenScale());
    }
  }

  /** One content arrival. */
  interface Arrival {
    void at(long time, double tokens);
  }

  /** Copies of {@code values} cut to {@code count}. */
  static float[] cut(float[] values, int count) {
    return count == values.length ? values : Arrays.copyOf(values, count);
  }
}
