package org.inferometer.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Users;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;

/** The answers of one iteration of one repeat, and what they come to. */
final class Iteration {
  final int fork;
  final int number;
  final boolean warmup;

  final List<Answer> answers = new ArrayList<>();

  /** Measured requests that never started or never ended: failures without a place in time. */
  private long lost;

  /** From when on requests are not measured, as somebody who was to ask did not any more. */
  private long activeUntil = Long.MAX_VALUE;

  final Gaps gaps = new Gaps();

  /** From the first measured start to the last measured close; null without any. */
  Bounds whole;

  Map<Metric, Sample> samples = Map.of();

  /** Of all answers, and of those that the means over repeats are made of. */
  final Means means = new Means();

  final Means commonMeans = new Means();
  Totals totals;

  Iteration(int fork, int number, boolean warmup) {
    this.fork = fork;
    this.number = number;
    this.warmup = warmup;
  }

  void add(RequestRecord record, Slo slo, CommonPrompts common) {
    add(record, true, slo, common);
  }

  /**
   * The same.
   *
   * @param active whether all who were to ask when it was due did: if not it is not measured
   */
  void add(RequestRecord record, boolean active, Slo slo, CommonPrompts common) {
    boolean measured = active && record.phase() == Phase.MEASURED;
    if (!active) {
      activeUntil = Math.min(activeUntil, record.scheduled());
    }
    Answer answer = Answer.of(record, measured, gaps, slo, common.have(record));
    if (answer.started() != Answer.NEVER && answer.closed() != Answer.NEVER) {
      answers.add(answer);
    } else if (answer.measured() && answer.outcome().isFailure()) {
      lost++;
    }
  }

  /** Whether anything was measured, if only failures that have no place in time. */
  boolean isMeasured() {
    return totals != null;
  }

  /** Computes samples and totals of a whole trial. */
  void finish(Load load, Telemetry telemetry) {
    finish(load, telemetry, answers);
  }

  /**
   * Computes samples and totals.
   *
   * @param trial all answers of the iteration, of which these may be those to one task
   */
  void finish(Load load, Telemetry telemetry, List<Answer> trial) {
    whole = Bounds.whole(answers);
    if (whole == null && lost == 0) {
      return;
    }
    totals = new Totals();
    totals.requests = lost;
    totals.failed = lost;
    if (whole != null) {
      finishMeasured(load, telemetry, trial);
    }
  }

  private void finishMeasured(Load load, Telemetry telemetry, List<Answer> trial) {
    totals.wholeSeconds = whole.seconds();
    telemetry.readings(whole, totals.readings);
    answers.stream().filter(Answer::measured).forEach(totals::judged);
    if (load instanceof Closed closed) {
      slots(closed.parallelism());
    } else if (load instanceof Users users) {
      window(Bounds.steady(trial, users, activeUntil));
    } else {
      Bounds window = Bounds.betweenBuildUpAndDrain(answers, whole);
      window(window);
      totals.pace.add(Pace.of(new Backlog(answers), ((Open) load).mostInFlight(), window));
    }
    // The slowest answers end last: of these none is left out, when rates of others are.
    samples = samples();
  }

  private void slots(int p) {
    Slots slots = Slots.of(answers, p);
    totals.seconds = slots.seconds();
    totals.cycles = slots.cycles().size();
    totals.occupancy = slots.occupancy(answers) / p * totals.cycles;
    totals.cyclesPerSlot = (double) totals.cycles / p;
    slots.cycles().forEach(one -> totals.cycle(one, gaps));
    conversations(time -> true);
  }

  /**
   * Of an open loop or of users.
   *
   * @param window null if there is none
   */
  private void window(Bounds window) {
    totals.seconds = window == null ? 0 : window.seconds();
    LongPredicate within = window == null ? time -> false : window::contains;
    answers.forEach(one -> totals.window(one, within, tokens(one, within)));
    conversations(within);
  }

  private void conversations(LongPredicate within) {
    answers.stream()
        .filter(one -> one.measured() && one.turn() != null && one.ends())
        .forEach(one -> totals.conversation(one, within));
  }

  /** Of an answer those that come when {@code within} is true. */
  private double tokens(Answer answer, LongPredicate within) {
    double[] tokens = new double[1];
    arrivals(answer, (at, count) -> tokens[0] += within.test(at) ? count : 0);
    return tokens[0];
  }

  private Map<Metric, Sample> samples() {
    Map<Metric, Sample> found = new EnumMap<>(Metric.class);
    for (int m = 0; m < Answer.METRICS.size(); m++) {
      Metric metric = Answer.METRICS.get(m);
      double[] values = new double[answers.size()];
      int count = 0;
      for (Answer answer : answers) {
        if (answer.measured() && answer.ok()) {
          values[count++] = answer.values()[m];
          mean(metric, answer);
        }
      }
      found.put(metric, Sample.of(values, count));
    }
    List<Session> sessions = Session.of(answers);
    sessions.forEach(one -> mean(Metric.SESSION_TIME, one.millis(), 1, one.last()));
    double[] times = sessions.stream().mapToDouble(Session::millis).toArray();
    found.put(Metric.SESSION_TIME, Sample.of(times, times.length));
    TokenGaps tokenGaps = TokenGaps.of(this);
    found.put(Metric.ITL, tokenGaps.perToken());
    found.put(Metric.ICL, tokenGaps.perChunk());
    return found;
  }

  private void mean(Metric metric, Answer answer) {
    means.add(metric, answer);
    if (answer.common()) {
      commonMeans.add(metric, answer);
    }
  }

  /** A gap between tokens or arrivals, or a session, {@code times} the same. */
  void mean(Metric metric, double millis, int times, Answer answer) {
    means.add(metric, millis, times);
    if (answer.common()) {
      commonMeans.add(metric, millis, times);
    }
  }

  /** Tells the content arrivals of {@code answer}, in their order. */
  void arrivals(Answer answer, Arrival told) {
    if (answer.first() == Answer.NEVER) {
      return;
    }
    long at = answer.first();
    told.at(at, answer.firstTokens() * answer.tokenScale());
    for (int i = answer.gapsFrom(); i < answer.gapsTo(); i++) {
      at += gaps.nanos(i);
      told.at(at, gaps.tokens(i) * answer.tokenScale());
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
