package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the requests of a schedule. */
final class ScheduledRequestsTest {
  private static final long MILLI = 1_000_000;
  private static final Offset<Double> EXACT = within(1e-6);
  private static final Open LOAD =
      new Open(new Rate(100, org.inferometer.load.Gaps.CONSTANT, Duration.ofSeconds(1)), null);

  /** One token after 20 ms, another 10 ms later; closed with it. */
  private static RequestRecord request(Phase phase, double scheduledMillis, double startedMillis) {
    long started = Math.round(startedMillis * MILLI);
    long[] at = {started + 20 * MILLI, started + 30 * MILLI};
    return HandMade.record(
        1,
        1,
        0,
        phase,
        Math.round(scheduledMillis * MILLI),
        started,
        started + MILLI,
        at,
        new int[] {1, 1},
        new int[] {1, 1},
        at[1],
        10,
        2,
        64);
  }

  private static List<RequestRecord> everyTenMillis(int warm, int measured) {
    List<RequestRecord> all = new ArrayList<>();
    for (int i = 0; i < warm + measured; i++) {
      all.add(request(i < warm ? Phase.WARMUP : Phase.MEASURED, 10 * i, 10 * i));
    }
    return all;
  }

  private static MeasuredIteration of(List<RequestRecord> records) {
    return MeasuredIteration.of(records, LOAD).orElseThrow();
  }

  private static double value(MeasuredIteration of, Metric metric) {
    return of.summary().get(metric, metric.headline());
  }

  @Test
  void theWindowIsFromTheFirstMeasuredStartToTheLastAndHoldsWhatArrivesInIt() {
    MeasuredIteration found = of(everyTenMillis(10, 101));

    assertThat(found.seconds()).isEqualTo(1, EXACT);
    // Tokens of the warm-up that come after 100 ms are in it, those of the drain are not.
    assertThat(value(found, Metric.TOKEN_THROUGHPUT)).isBetween(199.0, 202.0);
    assertThat(value(found, Metric.REQUEST_THROUGHPUT)).isBetween(99.0, 102.0);
    assertThat(value(found, Metric.FAILURE_RATE)).isZero();
  }

  @Test
  void askedAndAchievedRatesAreOfTheSameRequests() {
    List<RequestRecord> all = everyTenMillis(0, 100);
    MeasuredIteration onTime = of(all);
    assertThat(value(onTime, Metric.ASKED_RATE)).isEqualTo(100, EXACT);
    assertThat(value(onTime, Metric.ACHIEVED_RATE)).isEqualTo(100, EXACT);

    all.add(request(Phase.MEASURED, 1000, 1250));
    MeasuredIteration late = of(all);
    assertThat(value(late, Metric.ASKED_RATE)).isEqualTo(100, EXACT);
    assertThat(value(late, Metric.ACHIEVED_RATE)).isEqualTo(80, EXACT);
  }

  @Test
  void whatNeverStartsWasAskedForAndNotAchieved() {
    List<RequestRecord> all = everyTenMillis(0, 51);
    for (int i = 51; i < 101; i++) {
      all.add(HandMade.refused(1, 10 * i));
    }

    assertThat(value(of(all), Metric.ASKED_RATE)).isEqualTo(100, EXACT);
    assertThat(value(of(all), Metric.ACHIEVED_RATE)).isEqualTo(50, EXACT);
  }

  @Test
  void latenciesFromTheScheduleHoldTheDelayOfTheStart() {
    List<RequestRecord> all = everyTenMillis(10, 3);
    all.add(request(Phase.MEASURED, 130, 135));
    all.add(request(Phase.MEASURED, 200, 200));

    MeasuredIteration found = of(all);

    assertThat(found.values().get(Metric.P2FT)).containsOnly(20);
    assertThat(found.values().get(Metric.P2FT_FROM_SCHEDULE)).containsExactly(20, 20, 20, 20, 25);
    assertThat(found.values().get(Metric.TOTAL_LATENCY_FROM_SCHEDULE))
        .containsExactly(30, 30, 30, 30, 35);
    assertThat(found.values().get(Metric.SCHEDULE_DELAY)).containsExactly(0, 0, 0, 0, 5);
  }

  @Test
  void headlinesAreFromTheSchedule() {
    assertThat(Metric.P2FT.under(LOAD)).isEqualTo(Metric.P2FT_FROM_SCHEDULE);
    assertThat(Metric.TOTAL_LATENCY.under(LOAD)).isEqualTo(Metric.TOTAL_LATENCY_FROM_SCHEDULE);
    assertThat(Metric.THROUGHPUT_TO_LATENCY.under(LOAD))
        .isEqualTo(Metric.THROUGHPUT_TO_LATENCY_FROM_SCHEDULE);
    assertThat(Metric.TPOT.under(LOAD)).isEqualTo(Metric.TPOT);
    assertThat(Slo.parse("p2ft=24ms").under(LOAD).targets())
        .containsOnlyKeys(Metric.P2FT_FROM_SCHEDULE);
  }

  @Test
  void whatFoundAsManyAsMayBeInFlightWasHeldBackAndIsNotLate() {
    List<RequestRecord> all =
        List.of(
            request(Phase.MEASURED, 0, 0),
            request(Phase.MEASURED, 5, 30),
            request(Phase.MEASURED, 40, 60),
            request(Phase.MEASURED, 100, 102));

    Pace pace = pace(all, 1);

    assertThat(pace.heldBack()).isEqualTo(2);
    assertThat(pace.late()).isEqualTo(1);
    assertThat(pace(all, Integer.MAX_VALUE).heldBack()).isZero();
    assertThat(pace(all, Integer.MAX_VALUE).late()).isEqualTo(3);
  }

  private static Pace pace(List<RequestRecord> records, int most) {
    return Pace.of(backlog(records), most, null);
  }

  private static Backlog backlog(List<RequestRecord> records) {
    Gaps gaps = new Gaps();
    return new Backlog(records.stream().map(one -> Answer.of(one, gaps, Slo.NONE, true)).toList());
  }

  /** One server that takes ten milliseconds for each, at Poisson arrivals of so much work. */
  @ParameterizedTest(name = "busy for {0} of the time: grows {1}")
  @CsvSource({"0.5,false", "0.8,false", "1.1,true", "1.5,true"})
  void aLoadThatIsTooMuchPilesUp(double busy, boolean grows) {
    int told = 0;
    for (int seed = 0; seed < 20; seed++) {
      told += growth(busy, seed) > 0.02 * 100 * busy ? 1 : 0;
    }

    assertThat(told).isBetween(grows ? 18 : 0, grows ? 20 : 1);
  }

  /** In ten seconds 10, 10 + 1 + wave, 12, 12 + 1 + wave, ... in flight: of waves t is known. */
  @ParameterizedTest(name = "wave of {0}: {1} more a second")
  @CsvSource({"0, 1", "3, 1.0909090909", "4, 1.1212121212", "5, 0", "7, 0"})
  void aGrowthIsToldWhereItIsSure(int wave, double grows) {
    List<RequestRecord> all = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10 + second + second % 2 * wave; i++) {
        all.add(inFlight(1000 * second, 1000 * (second + 1)));
      }
    }

    assertThat(backlog(all).growthPerSecond(new Bounds(0, 10_000 * MILLI)))
        .isEqualTo(grows, within(1e-9));
  }

  @Test
  void whatShrinksDoesNotGrow() {
    List<RequestRecord> all = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      all.add(inFlight(0, 100 * i));
    }

    assertThat(backlog(all).growthPerSecond(new Bounds(0, 10_000 * MILLI))).isZero();
  }

  private static RequestRecord inFlight(long fromMillis, long toMillis) {
    long[] at = {toMillis * MILLI};
    int[] one = {1};
    return HandMade.record(
        1,
        1,
        0,
        Phase.MEASURED,
        fromMillis * MILLI,
        fromMillis * MILLI,
        fromMillis * MILLI,
        at,
        one,
        one,
        at[0],
        10,
        1,
        64);
  }

  @Test
  void thePaceOfRepeatsIsThatOfAllTheirRequests() {
    List<RequestRecord> late =
        List.of(
            request(Phase.MEASURED, 0, 0),
            request(Phase.MEASURED, 5, 30),
            request(Phase.MEASURED, 40, 60),
            request(Phase.MEASURED, 100, 102));
    Pace all = pace(late, 1);
    all.add(pace(late, 1));
    all.add(pace(everyTenMillis(2, 11), 1000));

    assertThat(all.requests()).isEqualTo(19);
    assertThat(all.heldBack()).isEqualTo(4);
    assertThat(all.late()).isEqualTo(2);
    assertThat(all.asked()).isEqualTo(16 / 0.3, EXACT);
    assertThat(all.offered()).isEqualTo(16 / 0.304, EXACT);
    assertThat(pace(late.subList(0, 1), 1).asked()).as("one has no gap").isNaN();
    assertThat(pace(late.subList(0, 1), 1).offered()).isNaN();
  }

  @Test
  void aDelayOfAMillisecondIsNotLate() {
    assertThat(pace(List.of(request(Phase.MEASURED, 0, 1)), 9).late()).isZero();
    assertThat(pace(List.of(request(Phase.MEASURED, 0, 1.001)), 9).late()).isEqualTo(1);
  }

  @Test
  void growthIsToldWhereMostRepeatsAreSureOfIt() {
    Pace all = new Pace();
    assertThat(all.growth()).isZero();
    all.add(grown(5));
    all.add(grown(3));
    all.add(grown(0));
    assertThat(all.growth()).isEqualTo(8 / 3.0, within(1e-6));
    all.add(grown(0));
    assertThat(all.growth()).as("half of them are not most").isZero();
  }

  /** A repeat of ten seconds with so many more in flight each second. */
  private static Pace grown(int perSecond) {
    List<RequestRecord> all = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10 + second * perSecond; i++) {
        all.add(inFlight(1000 * second, 1000 * (second + 1)));
      }
    }
    return Pace.of(backlog(all), Integer.MAX_VALUE, new Bounds(0, 10_000 * MILLI));
  }

  private static double growth(double busy, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RequestRecord> all = new ArrayList<>();
    double at = 0;
    double free = 0;
    while (at < 20_000) {
      at += -Math.log(1 - random.nextDouble()) * 10 / busy;
      free = Math.max(at, free) + 10;
      all.add(request(Phase.MEASURED, at, free - 30));
    }
    return backlog(all).growthPerSecond(new Bounds(0, 20_000 * MILLI));
  }
}
