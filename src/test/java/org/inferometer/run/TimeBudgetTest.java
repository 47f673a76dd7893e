package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeBudgetTest {
  private static final String MEASURE =
      "repeats: %d, warmup-iterations: 0, iterations: 1, iteration-time: 2s";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void takesNoMoreRepeatsThanItMustAndKeepsThemEven() throws IOException {
    Duration six = Length.of(plan(6), false);
    Duration four = Length.of(plan(4), false);
    Duration five = Length.of(plan(5), false);

    assertThat(within(6, six).leftOut()).isEmpty();
    assertThat(within(6, six.minusNanos(1_000_000)).scenario().measure().repeats()).isEqualTo(4);
    assertThat(within(6, four).leftOut())
        .singleElement()
        .asString()
        .startsWith("2 of 6 repeats, to fit a time budget of ");
    assertThat(within(6, four).trials()).hasSameSizeAs(plan(4).trials());
    assertThat(within(6, four.minusMillis(1)).scenario().measure().repeats()).isEqualTo(2);
    assertThat(within(5, five.minusMillis(1)).leftOut().get(0)).startsWith("1 of 5 repeats, to");
    assertThat(within(3, Length.of(plan(3), false).minusMillis(1)).leftOut().get(0))
        .startsWith("1 of 3 repeats, to");
  }

  @Test
  void takesHalfOfTheTimeWhereTwoRepeatsAreTooMany() throws IOException {
    Plan half = within(2, Length.of(plan(2), false).minusMillis(1));

    assertThat(half.scenario().measure().iterationTime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(half.trials()).hasSameSizeAs(plan(2).trials());
    assertThat(half.leftOut())
        .singleElement()
        .asString()
        .startsWith("half of each iteration's 2s, to fit a time budget of ");
  }

  @Test
  void takesCellsOneKindAfterTheOtherWhereThatIsTooMuchStill() throws IOException {
    String[] large = {
      "modes: [stream]", "modes: [sync, stream]",
      "parallelism: [1, 2]", "parallelism: [1, 2, 4]",
      "first-token: false", "first-token: true"
    };
    Plan all = half(TwoStacks.plan(folder, MEASURE.formatted(2), large));
    Predicate<Trial> complete = one -> one.measure() == Measure.COMPLETE;
    Predicate<Trial> ends = complete.and(one -> one.load().level() != 2);
    Predicate<Trial> streamed = ends.and(one -> one.mode() == Mode.STREAM);
    String said = "half of each iteration's 2s";
    for (Predicate<Trial> kept : List.of(complete, ends, streamed)) {
      Plan less = all.with(all.trials().stream().filter(kept).toList());
      said +=
          kept == complete
              ? ", all 4 first-token trials"
              : kept == ends
                  ? ", all 8 p = 1 to p = 4, both ends excepted, in trials"
                  : ", all 8 sync trials";

      Plan fitting = within(2, Length.of(less, false), large);

      assertThat(fitting.trials()).isEqualTo(less.trials());
      assertThat(fitting.leftOut())
          .singleElement()
          .asString()
          .startsWith(said + ", to fit a time budget of ");
    }
    Plan least = all.with(all.trials().stream().filter(streamed).toList());
    assertThatThrownBy(() -> within(2, Length.of(least, false).minusMillis(1), large))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("the least that can be measured takes about");
  }

  @Test
  void keepsTheOnlyModeThereIs() throws IOException {
    String[] sync = {"modes: [stream]", "modes: [sync]"};
    Plan least = half(TwoStacks.plan(folder, MEASURE.formatted(2), sync));

    assertThat(within(2, Length.of(least, false), sync).trials()).hasSize(8);
    assertThatThrownBy(() -> within(2, Duration.ofSeconds(3), sync))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("a time budget of 3s is too short");
  }

  @Test
  void aSlowerMachineGivesUpWholePairsOfRepeats() throws IOException {
    assertThat(allowed(plan(6), MINUTE.multipliedBy(16), trial -> 1))
        .extracting(Trial::repeat)
        .contains(3, 4)
        .doesNotContain(5, 6);
    assertThat(allowed(plan(6), MINUTE.multipliedBy(16).minusNanos(1), trial -> 1))
        .extracting(Trial::repeat)
        .contains(1, 2)
        .doesNotContain(3, 4);
  }

  @Test
  void aPairThatHasBegunComesToItsEnd() throws IOException {
    List<Trial> allowed =
        allowed(plan(6), MINUTE.multipliedBy(16), trial -> trial.repeat() == 3 ? 5 : 1);

    assertThat(allowed).extracting(Trial::repeat).doesNotContain(5, 6);
    assertThat(allowed).filteredOn(one -> one.repeat() == 4).hasSize(4);
  }

  @Test
  void aCellIsBegunOnAllStacksOrOnNone() throws IOException {
    Plan plan = plan(2);

    assertThat(allowed(plan, MINUTE.multipliedBy(3), trial -> 1))
        .containsExactlyElementsOf(plan.trials().subList(0, 2));
    assertThat(allowed(plan, MINUTE.multipliedBy(2), trial -> 1)).hasSize(2);
    assertThat(allowed(plan, MINUTE.multipliedBy(2).minusNanos(1), trial -> 1)).isEmpty();
  }

  @Test
  void whereOneStackComesAfterTheOtherTheSecondHasItsFirstRepeatsBeforeTheFirstHasMore()
      throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE.formatted(6) + ", stacks-together: false");

    // Per stack two cells: four trials in a pair of repeats.
    List<Trial> allowed = allowed(plan, MINUTE.multipliedBy(4 + 4 + 3), trial -> 1);

    assertThat(allowed).filteredOn(one -> one.stack().equals("a")).hasSize(4);
    assertThat(allowed).filteredOn(one -> one.stack().equals("b")).hasSize(4);
    assertThat(allowed(plan, MINUTE.multipliedBy(3), trial -> 1))
        .as("the cells of one stack, one by one")
        .hasSize(3)
        .allMatch(one -> one.stack().equals("a"));
  }

  @Test
  void theStartsOfStacksThatAreNotUpCountToo() throws IOException {
    String slow = MEASURE.formatted(6) + ", stacks-together: false, stack-warmup: 3m";
    Plan plan = TwoStacks.plan(folder, slow);

    // Two pairs of repeats of two cells on each, and the start of the second.
    assertThat(allowed(plan, MINUTE.multipliedBy(8 + 3 + 8), trial -> 1))
        .filteredOn(one -> one.stack().equals("a"))
        .hasSize(8);
    assertThat(allowed(plan, MINUTE.multipliedBy(8 + 3 + 8).minusNanos(1), trial -> 1))
        .filteredOn(one -> one.stack().equals("a"))
        .hasSize(4);
  }

  @Test
  void aStageThatBeginsTooLateForAnyTrialIsNotStarted() throws IOException {
    Plan plan =
        TwoStacks.plan(folder, MEASURE.formatted(2) + ", stacks-together: false, stack-warmup: 3m");
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, MINUTE));
    AtomicLong clock = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(MINUTE.multipliedBy(10), length, clock::get);
    Stage second = Stage.of(plan, plan.trials()).get(1);

    clock.set(MINUTE.multipliedBy(10 - 3 - 1).toNanos());
    assertThat(budget.allows(second)).isTrue();
    clock.incrementAndGet();
    assertThat(budget.allows(second)).isFalse();
    assertThat(TimeBudget.begin(null, length, clock::get).allows(second)).isTrue();
  }

  @Test
  void whatFollowsTheTrialsHasItsTimeInTheBudget() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE.formatted(2));

    TimeBudget budget = TimeBudget.begin(MINUTE.multipliedBy(10), MINUTE, new Length(plan));

    assertThat(budget.left())
        .isBetween(MINUTE.multipliedBy(8), MINUTE.multipliedBy(9).minusNanos(1));
    assertThat(TimeBudget.begin(null, MINUTE, new Length(plan)).left()).isNull();
  }

  /** Those of {@code plan} that are begun where each takes some minutes, one as guessed. */
  private static List<Trial> allowed(Plan plan, Duration within, ToLongFunction<Trial> minutes) {
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, MINUTE));
    AtomicLong clock = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(within, length, clock::get);
    List<Trial> left = new ArrayList<>(plan.trials());
    List<Trial> allowed = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (budget.allows(trial, left)) {
        allowed.add(trial);
        clock.addAndGet(MINUTE.multipliedBy(minutes.applyAsLong(trial)).toNanos());
      }
      left.remove(trial);
    }
    return allowed;
  }

  private static Plan half(Plan plan) {
    Measurement measure = plan.scenario().measure();
    return Plan.of(
        plan.scenario()
            .with(measure.with(measure.repeats(), measure.iterationTime().dividedBy(2))));
  }

  private Plan within(int repeats, Duration budget, String... changes) throws IOException {
    Choices choices = new Choices(null, List.of(), false, budget);
    return TwoStacks.plan(folder, MEASURE.formatted(repeats), choices, changes);
  }

  private Plan plan(int repeats) throws IOException {
    return TwoStacks.plan(folder, MEASURE.formatted(repeats));
  }
}
