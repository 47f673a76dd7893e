package org.inferometer.result;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.inferometer.record.Outcome;

/** Sums over what is measured that can be added up over iterations, and the rates made of them. */
final class Totals {
  /** Ratios of throughput to a latency's 99th percentile, and the latency of each. */
  static final Map<Metric, Metric> TO_LATENCY =
      Map.of(
          Metric.THROUGHPUT_TO_LATENCY,
          Metric.TOTAL_LATENCY,
          Metric.THROUGHPUT_TO_LATENCY_FROM_SCHEDULE,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE);

  /** What rates are divided by: see {@link Repetition#seconds}. */
  double seconds;

  /** From the first measured start to the last measured close. */
  double wholeSeconds;

  /** Of a closed loop: counted cycles, and the sum of their shares of Little's p. */
  long cycles;

  double occupancy;
  double cyclesPerSlot;

  long finished;

  /** Answers to single prompts among the finished requests, which may have asked several. */
  long answered;

  long started;
  double tokens;
  long promptTokens;
  long good;
  double goodTokens;
  long requests;
  long failed;
  long goodRequests;
  long connected;

  /** Conversations that were held to their end, in the window and in all; those that failed. */
  long held;

  long heldInAll;
  long brokenOff;

  /** Of an open loop. */
  final Pace pace = new Pace();

  /** Whether some answer does not tell its tokens: then nothing is said of tokens. */
  boolean tokensUnknown;

  boolean promptsUnknown;

  /** Telemetry readings in the window, by source and name. */
  final Map<String, Reading> readings = new TreeMap<>();

  /** Counts a measured request among those that shares are of. */
  void judged(Answer answer) {
    connected += answer.connected() ? 1 : 0;
    if (answer.outcome() == Outcome.CANCELLED) {
      return;
    }
    requests++;
    failed += answer.ok() ? 0 : 1;
    goodRequests += answer.good() ? 1 : 0;
  }

  /** Counts a request that is a whole cycle of a slot. */
  void cycle(Answer answer, Gaps gaps) {
    started += answer.begun() ? 1 : 0;
    if (answer.ok()) {
      finished++;
      answered += answer.answers();
      good += answer.good() ? 1 : 0;
      prompt(answer);
      tokens(answer, answer.tokens(gaps));
    }
  }

  /**
   * Counts what of a request lies in the window of an open loop or of users.
   *
   * @param inIt its tokens that do
   */
  void window(Answer answer, LongPredicate within, double inIt) {
    started += answer.begun() && within.test(answer.started()) ? 1 : 0;
    if (within.test(answer.closed())) {
      finished += answer.ok() ? 1 : 0;
      answered += answer.ok() ? answer.answers() : 0;
      good += answer.good() ? 1 : 0;
    }
    if (answer.ok() && answer.first() != Answer.NEVER) {
      if (within.test(answer.first())) {
        prompt(answer);
      }
      tokens(answer, inIt);
    }
  }

  /** Counts a conversation by its last turn; one that failed has no turn after that. */
  void conversation(Answer last, LongPredicate within) {
    brokenOff += last.outcome().isFailure() ? 1 : 0;
    heldInAll += last.ok() ? 1 : 0;
    held += last.ok() && within.test(last.closed()) ? 1 : 0;
  }

  private void prompt(Answer answer) {
    promptTokens += answer.promptTokens() == null ? 0 : answer.promptTokens();
    promptsUnknown |= answer.promptTokens() == null;
    tokensUnknown |= !answer.counted();
  }

  private void tokens(Answer answer, double brought) {
    tokens += brought;
    goodTokens += answer.good() ? brought : 0;
  }

  void add(Totals other) {
    seconds += other.seconds;
    wholeSeconds += other.wholeSeconds;
    cycles += other.cycles;
    occupancy += other.occupancy;
    cyclesPerSlot += other.cyclesPerSlot;
    finished += other.finished;
    answered += other.answered;
    started += other.started;
    tokens += other.tokens;
    promptTokens += other.promptTokens;
    good += other.good;
    goodTokens += other.goodTokens;
    requests += other.requests;
    failed += other.failed;
    goodRequests += other.goodRequests;
    connected += other.connected;
    held += other.held;
    heldInAll += other.heldInAll;
    brokenOff += other.brokenOff;
    pace.add(other.pace);
    tokensUnknown |= other.tokensUnknown;
    promptsUnknown |= other.promptsUnknown;
    other.readings.forEach(
        (key, reading) -> readings.computeIfAbsent(key, k -> new Reading()).add(reading));
  }

  /** Puts the rates into {@code summary}, which holds the latencies already. */
  void rates(Summary summary, boolean targets) {
    if (requests > 0) {
      put(summary, Metric.FAILURE_RATE, (double) failed / requests, requests);
      put(summary, Metric.CONNECT_RATE, (double) connected / requests, requests);
      if (targets) {
        put(summary, Metric.SLO_ATTAINMENT, (double) goodRequests / requests, requests);
      }
    }
    long conversations = heldInAll + brokenOff;
    if (conversations > 0) {
      double failed = (double) brokenOff / conversations;
      put(summary, Metric.CONVERSATION_FAILURE_RATE, failed, conversations);
      if (seconds > 0) {
        put(summary, Metric.CONVERSATION_THROUGHPUT, held / seconds, held);
      }
    }
    if (cycles > 0) {
      put(summary, Metric.CYCLES_PER_SLOT, cyclesPerSlot, cycles);
      put(summary, Metric.LITTLE, occupancy / cycles, cycles);
    }
    if (pace.requests() > 0) {
      put(summary, Metric.ASKED_RATE, pace.asked(), pace.requests());
      put(summary, Metric.ACHIEVED_RATE, pace.offered(), pace.requests());
      put(summary, Metric.HELD_BACK, (double) pace.heldBack() / pace.requests(), pace.requests());
    }
    if (seconds <= 0) {
      return;
    }
    put(summary, Metric.REQUEST_THROUGHPUT, finished / seconds, finished);
    if (answered != finished) {
      put(summary, Metric.ANSWER_THROUGHPUT, answered / seconds, answered);
    }
    double known = tokensUnknown ? Double.NaN : 1;
    put(summary, Metric.TOKEN_THROUGHPUT, known * tokens / seconds, Math.round(tokens));
    put(
        summary,
        Metric.TOTAL_TOKEN_THROUGHPUT,
        promptsUnknown ? Double.NaN : known * (tokens + promptTokens) / seconds,
        Math.round(tokens + promptTokens));
    if (pace.requests() == 0) {
      put(summary, Metric.ACHIEVED_RATE, started / seconds, started);
    }
    if (targets) {
      put(summary, Metric.GOODPUT, good / seconds, good);
      put(summary, Metric.TOKEN_GOODPUT, known * goodTokens / seconds, Math.round(goodTokens));
    }
    TO_LATENCY.forEach(
        (ratio, latency) ->
            put(
                summary,
                ratio,
                finished / seconds / (summary.get(latency, Statistic.P99) / 1000),
                summary.count(latency)));
  }

  private static void put(Summary summary, Metric metric, double value, long count) {
    if (Double.isFinite(value)) {
      summary.put(metric, Statistic.VALUE, value);
      summary.count(metric, count);
    }
  }

  /** One telemetry reading over a window. */
  static final class Reading {
    long count;
    double sum;
    double max = Double.NEGATIVE_INFINITY;

    /** The reading times seconds; unknown where readings do not cover the window. */
    double integral;

    /**
     * How much it grew, for counters; unknown where readings do not cover the window, or where it
     * was set back.
     */
    double increase;

    /** Every bit that was ever set, for readings that are a mask. */
    long bits;

    void add(Reading other) {
      count += other.count;
      sum += other.sum;
      max = Math.max(max, other.max);
      integral += other.integral;
      increase += other.increase;
      bits |= other.bits;
    }
  }
}
