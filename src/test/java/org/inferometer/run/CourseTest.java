package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves out on its way. */
class CourseTest {
  @TempDir private Path folder;

  @Test
  void aCellEndsWhenItsRatioIsKnownWellEnough() throws IOException {
    Plan plan =
        TwoStacks.plan(folder, "repeats: 4, until: { interval: 5%, of: p2ft, at-most: 12 }");
    Map<Trial, Double> p2ft = new LinkedHashMap<>();
    Enough precision = Enough.of(plan, (cell, metric, x) -> PrecisionTest.of(cell, p2ft));
    Course course = new Course(TimeBudget.begin(null, Duration.ZERO, new Length(plan)), precision);
    List<Trial> run = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (!course.skips(List.of(trial), List.of())) {
        run.add(trial);
        // p = 1 repeats to a permille; p = 2 jumps by a half.
        double noise = trial.load().level() == 1 ? 0.001 : 0.5;
        double swing = (trial.repeat() % 3 - 1) * (trial.stack().equals("a") ? 1 : -1);
        p2ft.put(trial, 10 * (1 + noise * swing));
      }
    }

    assertThat(course.share(4)).as("no budget").isNull();
    assertThat(run.stream().filter(one -> one.load().level() == 1)).hasSize(2 * 4);
    assertThat(run.stream().filter(one -> one.load().level() == 2)).hasSize(2 * 12);
    Plan ended = course.ended(plan);
    assertThat(ended.trials()).containsExactlyElementsOf(run);
    assertThat(ended.leftOut()).isEmpty();
    assertThat(ended.stopped()).extracting(Stopped::reached).containsExactly(true, false);
    assertThat(ended.stopped()).extracting(Stopped::repeats).containsExactly(4, 12);
    assertThat(ended.stopped().get(0).reach()).isLessThan(0.05);
    assertThat(ended.stopped())
        .as("five looks at each of two loads")
        .extracting(Stopped::confidence)
        .containsOnly(1 - 0.05 / 5 / 2);
  }

  @Test
  void whatComesTooLateIsLeftOutAndSaid() throws IOException {
    Plan plan =
        TwoStacks.plan(
            folder,
            "repeats: 2, warmup-iterations: 0, iterations: 1, iteration-time: 1s, time-budget: 100s");
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, Duration.ofSeconds(20)));
    AtomicLong clock = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(Duration.ofSeconds(100), length, clock::get);
    Course course = new Course(budget, Enough.of(plan, (cell, metric, x) -> Map.of()));
    List<Trial> left = new ArrayList<>(plan.trials());
    List<Trial> run = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (!course.skips(List.of(trial), left)) {
        run.add(trial);
        clock.addAndGet(Duration.ofSeconds(20).toNanos());
      }
      left.remove(trial);
    }

    assertThat(course.share(4)).as("a quarter of 20 s").isEqualTo(Duration.ofSeconds(5));
    clock.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(course.share(4)).isZero();
    assertThat(run).containsExactlyElementsOf(plan.trials().subList(0, 4));
    assertThat(course.ended(plan).trials()).isEqualTo(run);
    assertThat(course.ended(plan).stopped()).isEmpty();
    assertThat(course.ended(plan).leftOut())
        .containsExactly("4 trials, for which the time budget of 100s left no time");
  }

  @Test
  void stacksForWhoseTrialsThereIsNoTimeAreNotStarted() throws IOException {
    Plan plan =
        TwoStacks.plan(
            folder,
            "repeats: 2, warmup-iterations: 0, iterations: 1, iteration-time: 1s,"
                + " stacks-together: false, stack-warmup: 10s, time-budget: 100s");
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, Duration.ofSeconds(20)));
    AtomicLong clock = new AtomicLong();
    Course course =
        new Course(
            TimeBudget.begin(Duration.ofSeconds(100), length, clock::get),
            Enough.of(plan, (cell, metric, x) -> Map.of()));
    Stage first = Stage.of(plan, plan.trials()).get(0);
    Stage second = Stage.of(plan, plan.trials()).get(1);

    clock.set(Duration.ofSeconds(70).toNanos());
    assertThat(course.skips(first)).as("10 s for the start and 20 for a trial").isFalse();
    clock.incrementAndGet();
    assertThat(course.skips(second)).isTrue();
    assertThat(course.skips(second)).as("however often it is asked").isTrue();

    assertThat(course.ended(plan).trials()).isEqualTo(first.trials());
    assertThat(course.ended(plan).leftOut())
        .containsExactly("4 trials, for which the time budget of 100s left no time");
  }
}
