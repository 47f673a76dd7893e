package org.inferometer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.search.Answer.End;
import org.inferometer.search.Probe.Verdict;
import org.junit.jupiter.api.Test;

/** Searches on queues whose largest load is known. */
class SearchTest {
  private static final List<Double> P99 = List.of(0.99);
  private static final int REQUESTS = 4000;

  /** Largest rates at which 99 % of the requests wait at most so long: Crommelin's formula. */
  private static final double ONE_SLOT_TWO_TIMES = 0.3195;

  private static final double EIGHT_SLOTS_ONE_TIME = 8 * 0.7733;

  private static final Levels RATES = new Levels(0.02, 30, false);

  @Test
  void theQueueIsTheOneOfTheBooks() {
    assertThat(Queue.within(0, 1, 0.8)).isCloseTo(0.2, within(1e-6));
    assertThat(Queue.within(2, 1, 0.8)).isCloseTo(0.634520, within(1e-6));
    assertThat(Queue.within(1, 4, 0.8)).isCloseTo(0.877373, within(1e-6));
    assertThat(Queue.within(2, 1, ONE_SLOT_TWO_TIMES)).isCloseTo(0.99, within(2e-5));
    assertThat(Queue.within(1, 8, EIGHT_SLOTS_ONE_TIME / 8)).isCloseTo(0.99, within(2e-5));
    double waited = new Queue(4, 1).replicate(3.2, 300_000, 1).met().get(0);
    assertThat(waited).isCloseTo(0.877373, within(0.01));
  }

  @Test
  void findsTheLargestLoadOfAQueueWithinFivePercentAndHardlyEverALargerOne() {
    answers(1, 2, ONE_SLOT_TWO_TIMES);
    answers(8, 1, EIGHT_SLOTS_ONE_TIME);
  }

  private static void answers(int slots, double wait, double truth) {
    int seeds = 20;
    double[] found = new double[seeds];
    double[] likely = new double[seeds];
    int held = 0;
    long replicates = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Queue queue = new Queue(slots, seed);
      Answer answer =
          new Search(RATES, P99, () -> false).in(rate -> queue.replicate(rate, REQUESTS, wait));
      assertThat(answer.end()).isEqualTo(End.FOUND);
      assertThat(answer.notShown()).isCloseTo(1.02 * answer.shown(), within(1e-9));
      found[seed] = answer.shown() / truth;
      Boundary boundary = answer.boundary().orElseThrow();
      likely[seed] = boundary.level() / truth;
      held += boundary.low() <= truth && truth <= boundary.high() ? 1 : 0;
      replicates += answer.trail().stream().mapToLong(one -> one.replicates().size()).sum();
    }
    long near = Arrays.stream(found).filter(x -> Math.abs(x - 1) <= 0.05).count();
    long above = Arrays.stream(found).filter(x -> x > 1).count();
    System.out.println(
        String.format(
            Locale.ROOT,
            "search, M/D/%d: answer / truth %.3f on average (%.3f to %.3f), %d of %d within 5 %%,"
                + " %d above, %.0f replicates each",
            slots,
            Arrays.stream(found).average().orElseThrow(),
            Arrays.stream(found).min().orElseThrow(),
            Arrays.stream(found).max().orElseThrow(),
            near,
            seeds,
            above,
            replicates / (double) seeds));
    System.out.println(
        String.format(
            Locale.ROOT,
            "  boundary / truth %.3f on average (%.3f to %.3f), %d of %d intervals hold the truth",
            Arrays.stream(likely).average().orElseThrow(),
            Arrays.stream(likely).min().orElseThrow(),
            Arrays.stream(likely).max().orElseThrow(),
            held,
            seeds));
    assertThat(likely).usingComparatorWithPrecision(0.05).containsOnly(1);
    assertThat(held).isGreaterThanOrEqualTo(seeds * 8 / 10);
    assertThat(near).isGreaterThanOrEqualTo(seeds * 9 / 10);
    assertThat(above).isLessThanOrEqualTo(seeds / 10);
  }

  @Test
  void aServerThatIsFivePercentSlowerMovesTheAnswerByThat() {
    double[] mean = new double[2];
    for (int seed = 0; seed < 6; seed++) {
      for (int slower = 0; slower < 2; slower++) {
        Queue queue = new Queue(8, 100 + seed);
        double busy = slower == 0 ? 1 : 1.05;
        mean[slower] +=
            new Search(RATES, P99, () -> false)
                .in(rate -> queue.replicate(rate * busy, REQUESTS, 1))
                .shown();
      }
    }
    assertThat(mean[0] / mean[1]).isCloseTo(1.05, within(0.025));
  }

  @Test
  void everyTargetHasToBeMet() {
    Queue queue = new Queue(8, 7);
    Answer answer =
        new Search(RATES, List.of(0.5, 0.99), () -> false)
            .in(rate -> queue.replicate(rate, REQUESTS, 0, 1));

    assertThat(answer.shown() / EIGHT_SLOTS_ONE_TIME).isBetween(0.9, 1.0);
    Answer stricter =
        new Search(RATES, List.of(0.9, 0.99), () -> false)
            .in(rate -> queue.replicate(rate, REQUESTS, 0, 1));
    assertThat(stricter.shown()).isLessThan(0.8 * answer.shown());
  }

  /** A load that is met for certain up to 20 slots, and never beyond. */
  @Test
  void aCliffAmongWholeLoadsIsFoundExactly() {
    List<Double> asked = new ArrayList<>();
    Answer answer =
        new Search(new Levels(1, 200, true), P99, () -> false)
            .in(
                slots -> {
                  asked.add(slots);
                  return new Replicate(List.of(slots <= 20 ? 1.0 : 0.5), slots, null);
                });

    assertThat(answer.end()).isEqualTo(End.FOUND);
    assertThat(answer.shown()).isEqualTo(20);
    assertThat(answer.notShown()).isEqualTo(21);
    assertThat(answer.undecided()).isFalse();
    assertThat(asked).allMatch(slots -> slots == Math.rint(slots)).startsWith(1.0, 2.0, 4.0, 8.0);
    assertThat(asked).hasSizeLessThan(40);
    Probe last = answer.trail().get(answer.trail().size() - 1);
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.missed(0)).isEqualTo(0.5);
    assertThat(answer.trail()).first().matches(one -> !one.confirms() && one.goodput() == 1);
  }

  @Test
  void saysWhatIsBeyondItsEnds() {
    Answer none = ask(new Levels(5, 200, false), 4);
    assertThat(none.end()).isEqualTo(End.NOT_EVEN);
    assertThat(none.shown()).isNaN();
    assertThat(none.notShown()).isEqualTo(5);

    Answer all = ask(new Levels(5, 200, false), 300);
    assertThat(all.end()).isEqualTo(End.AT_LEAST);
    assertThat(all.shown()).isEqualTo(200);
    assertThat(all.notShown()).isNaN();
    assertThatThrownBy(() -> new Levels(0, 5, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "found a search from 0.0 to 5.0; allowed: from a number above 0 to a larger one");
  }

  private static Answer ask(Levels levels, double cliff) {
    return new Search(levels, P99, () -> false)
        .in(level -> new Replicate(List.of(level <= cliff ? 1.0 : 0.0), level, null));
  }

  @Test
  void nothingIsAskedAgainOfALoadThatIsStopped() {
    AtomicInteger above = new AtomicInteger();
    Answer answer =
        new Search(new Levels(1, 100, false), P99, () -> false)
            .in(
                level -> {
                  above.addAndGet(level > 10 ? 1 : 0);
                  return new Replicate(
                      List.of(1.0), level, level > 10 ? "the backlog grows" : null);
                });

    assertThat(answer.shown()).isBetween(9.8, 10.0);
    List<Probe> stopped = answer.trail().stream().filter(one -> one.stopped() != null).toList();
    assertThat(stopped).hasSize(above.get()).allMatch(one -> one.verdict() == Verdict.FAIL);
    assertThat(stopped).anyMatch(Probe::confirms);
  }

  /** One lucky replicate leads the way beyond the truth; the claim is made further down. */
  @Test
  void aBracketThatWasTooHighIsLeftDownwards() {
    AtomicInteger asked = new AtomicInteger();
    Answer answer =
        new Search(new Levels(1, 64, false), P99, () -> false)
            .in(
                level ->
                    new Replicate(
                        List.of(asked.incrementAndGet() < 8 || level <= 40 ? 1.0 : 0.9), 1, null));

    assertThat(answer.end()).isEqualTo(End.FOUND);
    assertThat(answer.shown()).isBetween(38.0, 40.0);
  }

  @Test
  void whatIsShownWhenTimeIsUpStays() {
    AtomicInteger asked = new AtomicInteger();
    Answer answer =
        new Search(new Levels(1, 100, false), P99, () -> asked.get() >= 25)
            .in(
                level -> {
                  asked.incrementAndGet();
                  return new Replicate(List.of(level <= 90 ? 1.0 : 0.0), 1, null);
                });

    assertThat(answer.end()).isEqualTo(End.OUT_OF_TIME);
    assertThat(asked).hasValue(25);
    assertThat(answer.shown()).isBetween(50.0, 90.0);
  }
}
