package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.junit.jupiter.api.Test;

/** Sums over two iterations, and the rates made of them. */
class TotalsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private final Totals totals = new Totals();
  private final Summary summary = new Summary();

  TotalsTest() {
    totals.add(iteration());
    totals.add(iteration());
    summary.put(Metric.TOTAL_LATENCY, Statistic.P99, 500);
    summary.count(Metric.TOTAL_LATENCY, 700);
    summary.put(Metric.TOTAL_LATENCY_FROM_SCHEDULE, Statistic.P99, 750);
    summary.count(Metric.TOTAL_LATENCY_FROM_SCHEDULE, 701);
  }

  /** Two seconds of a loop of two slots. */
  private static Totals iteration() {
    Totals one = new Totals();
    one.seconds = 2;
    one.wholeSeconds = 3;
    one.cycles = 8;
    one.occupancy = 7.6;
    one.cyclesPerSlot = 4;
    one.finished = 6;
    one.started = 9;
    one.tokens = 30;
    one.promptTokens = 50;
    one.good = 3;
    one.goodTokens = 14;
    one.requests = 10;
    one.failed = 2;
    one.goodRequests = 4;
    one.connected = 5;
    one.answered = 11;
    one.held = 1;
    one.heldInAll = 3;
    one.brokenOff = 2;
    return one;
  }

  @Test
  void sumsAreOfAllIterations() {
    assertThat(totals.seconds).isEqualTo(4);
    assertThat(totals.wholeSeconds).isEqualTo(6);
    assertThat(totals.cycles).isEqualTo(16);
    assertThat(totals.occupancy).isCloseTo(15.2, EXACT);
    assertThat(totals.cyclesPerSlot).isEqualTo(8);
    assertThat(totals.finished).isEqualTo(12);
    assertThat(totals.started).isEqualTo(18);
    assertThat(totals.tokens).isEqualTo(60);
    assertThat(totals.promptTokens).isEqualTo(100);
    assertThat(totals.good).isEqualTo(6);
    assertThat(totals.goodTokens).isEqualTo(28);
    assertThat(totals.requests).isEqualTo(20);
    assertThat(totals.failed).isEqualTo(4);
    assertThat(totals.goodRequests).isEqualTo(8);
    assertThat(totals.connected).isEqualTo(10);
    assertThat(totals.answered).isEqualTo(22);
    assertThat(totals.held).isEqualTo(2);
    assertThat(totals.heldInAll).isEqualTo(6);
    assertThat(totals.brokenOff).isEqualTo(4);
  }

  @Test
  void ratesAreOfTheTimeOfAllIterations() {
    totals.rates(summary, true);

    assertThat(value(Metric.FAILURE_RATE)).isCloseTo(0.2, EXACT);
    assertThat(value(Metric.CONNECT_RATE)).isCloseTo(0.5, EXACT);
    assertThat(value(Metric.SLO_ATTAINMENT)).isCloseTo(0.4, EXACT);
    assertThat(value(Metric.CYCLES_PER_SLOT)).isEqualTo(8);
    assertThat(value(Metric.LITTLE)).isCloseTo(0.95, EXACT);
    assertThat(value(Metric.REQUEST_THROUGHPUT)).isEqualTo(3);
    assertThat(value(Metric.TOKEN_THROUGHPUT)).isEqualTo(15);
    assertThat(value(Metric.TOTAL_TOKEN_THROUGHPUT)).isEqualTo(40);
    assertThat(value(Metric.ACHIEVED_RATE)).isEqualTo(4.5);
    assertThat(value(Metric.GOODPUT)).isEqualTo(1.5);
    assertThat(value(Metric.TOKEN_GOODPUT)).isEqualTo(7);
    assertThat(value(Metric.THROUGHPUT_TO_LATENCY)).isCloseTo(3 / 0.5, EXACT);
    assertThat(value(Metric.THROUGHPUT_TO_LATENCY_FROM_SCHEDULE)).isCloseTo(3 / 0.75, EXACT);
    assertThat(summary.count(Metric.FAILURE_RATE)).isEqualTo(20);
    assertThat(summary.count(Metric.LITTLE)).isEqualTo(16);
    assertThat(summary.count(Metric.TOKEN_THROUGHPUT)).isEqualTo(60);
    assertThat(summary.count(Metric.TOTAL_TOKEN_THROUGHPUT)).isEqualTo(160);
    assertThat(summary.count(Metric.TOKEN_GOODPUT)).isEqualTo(28);
    assertThat(summary.count(Metric.THROUGHPUT_TO_LATENCY)).isEqualTo(700);
    assertThat(summary.count(Metric.THROUGHPUT_TO_LATENCY_FROM_SCHEDULE)).isEqualTo(701);
  }

  @Test
  void conversationsFailAsShareOfAllAndAreHeldInTheTimeOfTheWindow() {
    totals.rates(summary, true);

    assertThat(value(Metric.CONVERSATION_FAILURE_RATE)).isCloseTo(0.4, EXACT);
    assertThat(value(Metric.CONVERSATION_THROUGHPUT)).isEqualTo(0.5);
    assertThat(value(Metric.ANSWER_THROUGHPUT)).isEqualTo(5.5);
    assertThat(summary.count(Metric.CONVERSATION_FAILURE_RATE)).isEqualTo(10);
    assertThat(summary.count(Metric.CONVERSATION_THROUGHPUT)).isEqualTo(2);
    assertThat(summary.count(Metric.ANSWER_THROUGHPUT)).isEqualTo(22);
  }

  @Test
  void withoutAWindowThereAreSharesAndNoRates() {
    totals.seconds = 0;
    totals.rates(summary, true);

    assertThat(value(Metric.CONVERSATION_FAILURE_RATE)).isCloseTo(0.4, EXACT);
    assertThat(value(Metric.CONVERSATION_THROUGHPUT)).isNaN();
    assertThat(value(Metric.REQUEST_THROUGHPUT)).isNaN();
  }

  @Test
  void anOpenLoopsRatesAreThoseOfItsPaceAndAddUp() {
    Iteration open = new Iteration(1, 1, false);
    for (long start : new long[] {100, 200, 350}) {
      open.add(HandMade.ok(1, start, start + 120, start + 140), Slo.NONE, CommonPrompts.ALL);
    }
    open.finish(
        new Open(new Rate(1, org.inferometer.load.Gaps.CONSTANT, Duration.ofMinutes(1)), 1),
        Telemetry.NONE);
    Totals both = new Totals();
    both.add(open.totals);
    both.add(open.totals);
    both.rates(summary, false);

    assertThat(value(Metric.ASKED_RATE)).isCloseTo(8, EXACT);
    assertThat(value(Metric.ACHIEVED_RATE)).isCloseTo(8, EXACT);
    assertThat(value(Metric.HELD_BACK)).as("at 199, while one is asked").isCloseTo(1 / 3.0, EXACT);
    assertThat(summary.count(Metric.HELD_BACK)).isEqualTo(6);
    assertThat(summary.count(Metric.ASKED_RATE)).isEqualTo(6);
    assertThat(summary.count(Metric.ACHIEVED_RATE)).isEqualTo(6);
  }

  @Test
  void withoutTargetsNothingIsSaidOfThem() {
    totals.rates(summary, false);

    assertThat(List.of(Metric.SLO_ATTAINMENT, Metric.GOODPUT, Metric.TOKEN_GOODPUT))
        .allMatch(metric -> Double.isNaN(value(metric)));
    assertThat(value(Metric.REQUEST_THROUGHPUT)).isEqualTo(3);
  }

  @Test
  void oneAnswerThatDoesNotTellItsTokensLeavesAllTokensUnknown() {
    Totals uncounted = new Totals();
    uncounted.tokensUnknown = true;
    totals.add(uncounted);
    totals.rates(summary, true);

    assertThat(
            List.of(Metric.TOKEN_THROUGHPUT, Metric.TOTAL_TOKEN_THROUGHPUT, Metric.TOKEN_GOODPUT))
        .allMatch(metric -> Double.isNaN(value(metric)));
    assertThat(value(Metric.GOODPUT)).isEqualTo(1.5);
  }

  @Test
  void onePromptOfUnknownLengthLeavesOnlyTheTotalUnknown() {
    Totals uncounted = new Totals();
    uncounted.promptsUnknown = true;
    totals.add(uncounted);
    totals.rates(summary, true);

    assertThat(value(Metric.TOTAL_TOKEN_THROUGHPUT)).isNaN();
    assertThat(value(Metric.TOKEN_THROUGHPUT)).isEqualTo(15);
  }

  @Test
  void nothingIsToldOfNothing() {
    Summary nothing = new Summary();
    new Totals().rates(nothing, true);

    for (Metric metric : Metric.values()) {
      assertThat(nothing.get(metric, Statistic.VALUE)).as(metric.id()).isNaN();
    }
  }

  @Test
  void readingsAreJoined() {
    Totals.Reading one = new Totals.Reading();
    one.count = 2;
    one.sum = 10;
    one.max = 7;
    one.integral = 3;
    one.increase = 4;
    one.bits = 0x41;
    Totals.Reading other = new Totals.Reading();
    other.count = 1;
    other.sum = 9;
    other.max = 9;
    other.integral = 5;
    other.increase = 6;
    other.bits = 0x82;
    Totals first = new Totals();
    first.readings.put("gpu:0 powerWatts", one);
    Totals second = new Totals();
    second.readings.put("gpu:0 powerWatts", other);
    first.add(second);

    Totals.Reading both = first.readings.get("gpu:0 powerWatts");
    assertThat(both.count).isEqualTo(3);
    assertThat(both.sum).isEqualTo(19);
    assertThat(both.max).isEqualTo(9);
    assertThat(both.integral).isEqualTo(8);
    assertThat(both.increase).isEqualTo(10);
    assertThat(both.bits).isEqualTo(0xc3);
  }

  private double value(Metric metric) {
    return summary.get(metric, Statistic.VALUE);
  }
}
