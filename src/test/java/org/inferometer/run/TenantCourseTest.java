package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of tenants leaves out on its way: three of them, alone and in all pairs. */
class TenantCourseTest {
  private static final String UNTIL = "repeats: 4, until: { interval: 5%, of: p2ft, at-most: 12 }";

  @TempDir private Path folder;
  private final Map<Trial, Double> results = new LinkedHashMap<>();
  private final List<Trial> run = new ArrayList<>();
  private Metric measured = Metric.P2FT;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(
        folder.resolve("p.jsonl"),
        "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
  }

  /** The trials of tenants in the same cell are called alike. */
  private Plan plan(String measure) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tenants.yaml"),
            """
            name: tenants
            models: { m: {} }
            stacks: { s: { url: "http://127.0.0.1:1", models: { m: exact } } }
            tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 4 } } }
            tenants:
              - { name: a, stack: s, task: chat, load: { closed: 1 } }
              - { name: b, stack: s, task: chat, load: { closed: 1 } }
              - { name: c, stack: s, task: chat, load: { closed: 1 } }
            tenants-of: 2
            measure: { warmup-iterations: 0, iterations: 1, iteration-time: 1s, %s }
            """
                .formatted(measure));
    return new Choices(null, List.of(), false).plan(file, Map.of());
  }

  /** Runs what is not left out; each trial finds what {@code value} says. */
  private Plan run(Plan plan, ToDoubleFunction<Trial> value) {
    Enough enough =
        Enough.of(
            plan,
            (cell, metric, x) -> metric == measured ? PrecisionTest.of(cell, results) : Map.of());
    Course course = new Course(TimeBudget.begin(null, Duration.ZERO, new Length(plan)), enough);
    for (List<Trial> point : Trial.points(plan.trials())) {
      if (!course.skips(point, List.of())) {
        run.addAll(point);
        point.forEach(trial -> results.put(trial, value.applyAsDouble(trial)));
      }
    }
    return course.ended(plan);
  }

  private long repeats(String... tenants) {
    return run.stream()
        .filter(one -> one.stack().equals(tenants[0]))
        .filter(
            one ->
                one.neighbours().stream()
                    .map(other -> other.tenant())
                    .toList()
                    .equals(List.of(tenants).subList(1, tenants.length)))
        .count();
  }

  /** 10 that jumps by so much from repeat to repeat, of each tenant otherwise. */
  private static double jumping(Trial trial, double noise) {
    int swing = (trial.repeat() + trial.stack().charAt(0)) % 3 - 1;
    return 10 * (1 + noise * swing * (trial.neighbours().isEmpty() ? -1 : 1));
  }

  private static boolean isBesideC(Trial trial) {
    return !trial.neighbours().isEmpty() && trial.point().contains("c (p=1)");
  }

  @Test
  void aSetEndsWhenTheSlowdownOfAllItsTenantsIsKnownAndATenantAloneWithItsLastSet()
      throws IOException {
    Plan plan = plan(UNTIL);

    Plan ended = run(plan, trial -> jumping(trial, isBesideC(trial) ? 0.3 : 0.001));

    assertThat(repeats("a", "b")).isEqualTo(repeats("b", "a")).isEqualTo(4);
    assertThat(repeats("a", "c")).isEqualTo(repeats("c", "b")).isEqualTo(12);
    assertThat(repeats("a")).as("held against a beside c").isEqualTo(12);
    assertThat(ended.trials()).containsExactlyElementsOf(run);
    assertThat(ended.stopped())
        .extracting(Stopped::tenant, Stopped::trial, Stopped::repeats, Stopped::reached)
        .contains(
            tuple("a", "complete-m-chat-stream-p1-with-b-p1", 4, true),
            tuple("b", "complete-m-chat-stream-p1-with-c-p1", 12, false))
        .hasSize(6);
    assertThat(ended.stopped())
        .as("five looks at each of a tenant's two sets")
        .extracting(Stopped::confidence)
        .containsOnly(1 - 0.05 / 5 / 2);
    assertThat(ended.stopped())
        .extracting(Stopped::toString)
        .anyMatch(
            one ->
                one.startsWith(
                    "a, complete-m-chat-stream-p1-with-b-p1: the slowdown of p2ft is known to 0."))
        .contains(
            "b, complete-m-chat-stream-p1-with-c-p1: the slowdown of p2ft is not known as well as asked for after 12 repeats");
  }

  @Test
  void whereAllSetsAreKnownNobodyIsAskedAloneAnyMore() throws IOException {
    run(plan(UNTIL), trial -> jumping(trial, 0.001));

    assertThat(run).hasSize(4 * 9);
  }

  @Test
  void aSetInWhichOneTenantJumpsGoesOnForBoth() throws IOException {
    run(plan(UNTIL), trial -> jumping(trial, trial.stack().equals("c") ? 0.3 : 0.001));

    assertThat(repeats("a", "b")).isEqualTo(4);
    assertThat(repeats("a", "c")).isEqualTo(12);
  }

  @Test
  void aDriftThatIsOfATenantAloneAndBesideOthersAlikeIsNoneOfItsSlowdown() throws IOException {
    run(plan(UNTIL), trial -> 10 * (1 + 0.5 * (trial.repeat() % 3)));

    assertThat(run).hasSize(4 * 9);
  }

  @Test
  void anotherMetricThanTheHeadlineIsOfNoFamily() throws IOException {
    measured = Metric.TPOT;

    Plan ended = run(plan(UNTIL.replace("of: p2ft", "of: tpot")), trial -> jumping(trial, 0.001));

    assertThat(ended.stopped()).extracting(Stopped::confidence).containsOnly(1 - 0.05 / 5);
  }

  @Test
  void aSetIsBegunWithAllItsTenantsOrNotAtAll() throws IOException {
    Plan plan = plan("repeats: 2, time-budget: 1000s");
    for (int fit = 1; fit < 9; fit++) {
      Length length = new Length(plan);
      plan.trials().forEach(trial -> length.took(trial, Duration.ofSeconds(20)));
      AtomicLong clock = new AtomicLong();
      TimeBudget budget = TimeBudget.begin(Duration.ofSeconds(20L * fit), length, clock::get);
      Course course = new Course(budget, Enough.of(plan, (cell, metric, x) -> Map.of()));
      List<Trial> left = new ArrayList<>(plan.trials());
      List<Trial> begun = new ArrayList<>();
      for (List<Trial> point : Trial.points(plan.trials())) {
        if (!course.skips(point, left)) {
          begun.addAll(point);
          clock.addAndGet(Duration.ofSeconds(20L * point.size()).toNanos());
        }
        left.removeAll(point);
      }

      assertThat(begun.size()).isEqualTo(fit);
      assertThat(course.ended(plan).trials()).isEqualTo(begun);
      assertThat(course.ended(plan).leftOut().get(0))
          .startsWith(18 - fit + " trials, for which the time budget of 1000s left no time");
    }
  }

  @Test
  void aTimeBudgetTakesRepeatsAndNoTenants() throws IOException {
    Duration all = Length.of(plan("repeats: 6"), false);
    Duration four = Length.of(plan("repeats: 4"), false);

    Plan less = plan("repeats: 6, time-budget: %dms".formatted(four.toMillis() + 1));

    assertThat(four).isLessThan(all);
    assertThat(less.scenario().measure().repeats()).isEqualTo(4);
    assertThat(less.trials()).hasSize(4 * 9);
    assertThat(less.leftOut().get(0)).startsWith("2 of 6 repeats, to fit a time budget of ");
  }
}
