package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** How long a run is, and what it leaves out on its way. */
class CourseTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;

  @Test
  void aCellEndsWhenItsRatioIsKnownWellEnough() throws IOException {
    Plan plan = plan("repeats: 4, until: { interval: 5%, of: p2ft, at-most: 12 }");
    Map<Trial, Double> p2ft = new LinkedHashMap<>();
    Precision precision = new Precision(plan, trial -> p2ft(p2ft.get(trial)));
    Course course = new Course(TimeBudget.begin(null, new Length(plan)), precision);
    List<Trial> run = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (!course.skips(trial, List.of())) {
        run.add(trial);
        // p = 1 repeats to a permille; p = 2 jumps by a half.
        double noise = trial.load().level() == 1 ? 0.001 : 0.5;
        double swing = (trial.repeat() % 3 - 1) * (trial.stack().equals("a") ? 1 : -1);
        p2ft.put(trial, 10 * (1 + noise * swing));
      }
    }

    assertThat(run.stream().filter(one -> one.load().level() == 1)).hasSize(2 * 4);
    assertThat(run.stream().filter(one -> one.load().level() == 2)).hasSize(2 * 12);
    Plan ended = course.ended(plan);
    assertThat(ended.trials()).containsExactlyElementsOf(run);
    assertThat(ended.leftOut()).isEmpty();
    assertThat(ended.stopped()).extracting(Stopped::reached).containsExactly(true, false);
    assertThat(ended.stopped()).extracting(Stopped::repeats).containsExactly(4, 12);
    assertThat(ended.stopped().get(0).reach()).isLessThan(0.05);
  }

  @Test
  void aTimeBudgetTakesRepeatsThenTimeThenCells() throws IOException {
    String measure = "repeats: 6, warmup-iterations: 0, iterations: 1, iteration-time: 2s";
    Duration whole = Length.of(plan(measure), false);

    assertThat(within(measure, whole).leftOut()).isEmpty();
    Plan fewer = within(measure, whole.dividedBy(2));
    assertThat(fewer.trials()).extracting(Trial::repeat).doesNotContain(5, 6);
    assertThat(fewer.leftOut().get(0)).contains("of 6 repeats, to fit a time budget");
    Plan least = within(measure, Duration.ofSeconds(30));
    assertThat(least.scenario().measure().repeats()).isEqualTo(2);
    assertThat(least.scenario().measure().iterationTime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(Length.of(least, false)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    assertThatThrownBy(() -> within(measure, Duration.ofSeconds(3)))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("a time budget of 3s is too short");
  }

  @Test
  void aSlowerMachineGivesUpWholePairsOfRepeats() throws IOException {
    Plan plan = plan("repeats: 6, warmup-iterations: 0, iterations: 1, iteration-time: 1s");
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, Duration.ofMinutes(1)));
    AtomicLong clock = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(Duration.ofMinutes(8 + 8 + 1), length, clock::get);
    List<Trial> left = new ArrayList<>(plan.trials());
    List<Trial> allowed = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (budget.allows(trial, left)) {
        allowed.add(trial);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
      }
      left.remove(trial);
    }

    assertThat(allowed).extracting(Trial::repeat).contains(3, 4).doesNotContain(5, 6);
  }

  @Test
  void aCellIsBegunOnAllStacksOrOnNone() throws IOException {
    Plan plan = plan("repeats: 2, warmup-iterations: 0, iterations: 1, iteration-time: 1s");
    Length length = new Length(plan);
    plan.trials().forEach(trial -> length.took(trial, Duration.ofMinutes(1)));
    AtomicLong clock = new AtomicLong();
    TimeBudget budget = TimeBudget.begin(Duration.ofMinutes(3), length, clock::get);
    List<Trial> left = new ArrayList<>(plan.trials());
    List<Trial> allowed = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (budget.allows(trial, left)) {
        allowed.add(trial);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
      }
      left.remove(trial);
    }

    assertThat(allowed).extracting(Trial::stack).containsExactlyInAnyOrder("a", "b");
    assertThat(allowed).extracting(Trial::name).containsOnly(plan.trials().get(0).name());
  }

  @Test
  void whatIsLeftIsCountedByWhatTrialsLikeItTook() throws IOException {
    Plan plan = plan("repeats: 2, warmup-iterations: 0, iterations: 1, iteration-time: 1s");
    Length length = new Length(plan);
    for (Trial trial : plan.trials()) {
      if (trial.repeat() == 1) {
        length.took(trial, Duration.ofSeconds(trial.load().level() == 1 ? 2 : 10));
      }
    }

    List<Trial> left = plan.trials().stream().filter(one -> one.repeat() == 2).toList();
    assertThat(length.of(left)).isEqualTo(Duration.ofSeconds(2 * 2 + 2 * 10));
    assertThat(Length.words(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
  }

  private Plan within(String measure, Duration budget) throws IOException {
    Path file = scenario(folder, NOWHERE, measure);
    return Suite.plan(file, Map.of(), new Choices(null, List.of(), false, budget));
  }

  private Plan plan(String measure) throws IOException {
    Path file = scenario(folder, NOWHERE, measure);
    return Suite.plan(file, Map.of(), new Choices(null, List.of(), false));
  }

  private static Map<String, Result> p2ft(Double value) {
    return value == null
        ? null
        : Map.of("p2ft", new ScalarResult("p2ft", value, "ms", AggregationPolicy.AVG));
  }

  /** Two names of a server at {@code url}, one and two requests in flight. */
  static Path scenario(Path folder, URI url, String measure) throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\": \"a\", \"text\": \"Hello there\"}\n{\"id\": \"b\", \"text\": \"Hello again\"}\n");
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        models: { any: {} }
        stacks:
          a: { url: "%s", models: { any: exact } }
          b: { url: "%s", models: { any: exact } }
        tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 4 } } }
        modes: [stream]
        parallelism: [1, 2]
        measure: { first-token: false, %s }
        """
            .formatted(url, url, measure));
  }
}
