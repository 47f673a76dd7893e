package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

/** The cycles of a closed loop, and the windows of an iteration. */
class SlotsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  // Two slots: cycles of 40 and 60 s, of 50 and 50 s.
  private static final List<Answer> BUSY =
      answers(
          cycle(Phase.MEASURED, 100, 140),
          cycle(Phase.MEASURED, 140, 200),
          cycle(Phase.MEASURED, 100, 150),
          cycle(Phase.MEASURED, 150, 200));

  @Test
  void anAverageSlotSpentItsCyclesTime() {
    assertThat(Slots.of(BUSY, 2).cycles()).hasSize(4);
    assertThat(Slots.of(BUSY, 2).seconds()).isCloseTo(100, EXACT);
    assertThat(Slots.of(BUSY, 4).seconds()).isCloseTo(50, EXACT);
  }

  @Test
  void aCycleBeganInTheMeasuredPartAndTookTime() {
    List<Answer> some =
        answers(
            cycle(Phase.MEASURED, 10, 20),
            cycle(Phase.EDGE, 20, 30),
            cycle(Phase.WARMUP, 0, 10),
            cycle(Phase.MEASURED, 20, 20));

    assertThat(Slots.of(some, 1).cycles()).containsExactly(some.get(0));
  }

  @Test
  void littlesLawHoldsWhereAllSlotsAreBusy() {
    assertThat(Slots.of(BUSY, 2).occupancy(BUSY)).isCloseTo(2, EXACT);
  }

  @Test
  void littlesLawCountsTheWholeTimeFromTheFirstStartToTheLastEnd() {
    // One slot idles from 140 to 150: two cycles of 45 s on average in 100 s.
    List<Answer> idle = answers(cycle(Phase.MEASURED, 100, 140), cycle(Phase.MEASURED, 150, 200));

    assertThat(Slots.of(idle, 1).occupancy(idle)).isCloseTo(2 / 100.0 * 45, EXACT);
  }

  @Test
  void requestsOfTheEdgesCountForTheTimeThatTheyShareWithTheMeasured() {
    // The edge at the end began within: 20 s of its 40, half of a request. The first one ended.
    List<Answer> all =
        answers(
            cycle(Phase.EDGE, 60, 100),
            cycle(Phase.MEASURED, 100, 200),
            cycle(Phase.MEASURED, 100, 180),
            cycle(Phase.EDGE, 180, 220));

    assertThat(Slots.of(all, 2).occupancy(all)).isCloseTo(2.5 / 100 * 90, EXACT);
  }

  @Test
  void withoutACycleThereIsNoOccupancy() {
    assertThat(Slots.of(List.of(), 2).occupancy(List.of())).isNaN();
  }

  @Test
  void theWholeIsFromTheFirstMeasuredStartToTheLastMeasuredEnd() {
    Bounds whole =
        Bounds.whole(
            answers(
                cycle(Phase.EDGE, 50, 99),
                cycle(Phase.MEASURED, 100, 300),
                cycle(Phase.MEASURED, 90, 200),
                cycle(Phase.EDGE, 200, 400)));

    assertThat(whole).isEqualTo(new Bounds(seconds(90), seconds(300)));
    assertThat(whole.seconds()).isCloseTo(210, EXACT);
    assertThat(Bounds.whole(answers(cycle(Phase.EDGE, 1, 2)))).isNull();
  }

  @Test
  void anOpenLoopIsSteadyFromTheFirstEndToTheLastStart() {
    List<Answer> all =
        answers(
            cycle(Phase.MEASURED, 100, 140),
            cycle(Phase.MEASURED, 120, 170),
            cycle(Phase.MEASURED, 180, 220));
    Bounds steady = Bounds.betweenBuildUpAndDrain(all, Bounds.whole(all));

    assertThat(steady).isEqualTo(new Bounds(seconds(140), seconds(180)));
    assertThat(steady.contains(seconds(140))).isTrue();
    assertThat(steady.contains(seconds(180))).isTrue();
    assertThat(steady.contains(seconds(140) - 1)).isFalse();
    assertThat(steady.contains(seconds(180) + 1)).isFalse();
    List<Answer> edges =
        Stream.concat(
                all.stream(),
                answers(cycle(Phase.EDGE, 10, 20), cycle(Phase.EDGE, 300, 400)).stream())
            .toList();
    assertThat(Bounds.betweenBuildUpAndDrain(edges, Bounds.whole(edges)))
        .as("no longer than the measured part")
        .isEqualTo(new Bounds(seconds(100), seconds(220)));
  }

  @Test
  void oneAnswerAfterTheOtherIsNeverSteady() {
    List<Answer> one = answers(cycle(Phase.MEASURED, 100, 140));
    List<Answer> two = answers(cycle(Phase.MEASURED, 100, 140), cycle(Phase.MEASURED, 140, 180));

    assertThat(Bounds.betweenBuildUpAndDrain(one, Bounds.whole(one))).isNull();
    assertThat(Bounds.betweenBuildUpAndDrain(two, Bounds.whole(two))).isNull();
  }

  /** In seconds; a slot that became free starts at once. */
  private static RequestRecord cycle(Phase phase, long free, long end) {
    return HandMade.record(
        1,
        1,
        0,
        phase,
        seconds(free),
        seconds(free),
        seconds(free),
        new long[] {seconds(end)},
        new int[] {1},
        new int[] {1},
        seconds(end),
        10,
        1,
        64);
  }

  private static long seconds(long count) {
    return count * 1_000_000_000;
  }

  private static List<Answer> answers(RequestRecord... records) {
    Gaps gaps = new Gaps();
    return Stream.of(records).map(record -> Answer.of(record, gaps, Slo.NONE, true)).toList();
  }
}
