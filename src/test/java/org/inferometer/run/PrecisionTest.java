package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {
  private static final String UNTIL = "repeats: 4, until: { interval: 5%, of: p2ft, at-most: 8 }";
  private static final String[] ONE_LOAD = {"parallelism: [1, 2]", "parallelism: [1]"};

  @TempDir private Path folder;
  private final Map<Trial, Double> results = new HashMap<>();
  private Metric measured;
  private Plan plan;

  @Test
  void withoutAPrecisionNoTrialIsEnoughAndNothingIsSaid() throws IOException {
    plan = TwoStacks.plan(folder, "repeats: 4", ONE_LOAD);
    measure(Metric.P2FT, trial -> 10);

    assertThat(plan.trials()).noneMatch(precision()::isEnough);
    assertThat(precision().outcomes()).isEmpty();
  }

  @Test
  void isLookedAtFirstWhenTheFewestRepeatsAreThere() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    measure(Metric.P2FT, trial -> 10);
    Enough precision = precision();

    assertThat(plan.trials()).filteredOn(one -> !precision.isEnough(one)).hasSize(2 * 4);
    assertThat(plan.trials())
        .as("repeats up to there are still needed, if they are asked for again")
        .filteredOn(one -> !precision.isEnough(one))
        .hasSize(2 * 4)
        .allMatch(one -> one.repeat() <= 4);
  }

  @Test
  void theLastRepeatIsLookedAtToo() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    measure(
        Metric.P2FT, trial -> 10 * (trial.repeat() < 7 ? 1 + 0.02 * (trial.repeat() % 2) : 1.01));
    assertThat(precision().outcomes())
        .as("ratios of 1")
        .singleElement()
        .isEqualTo(
            Stopped.narrow(null, "complete-any-hello-stream-p1", "p2ft", 8, 0.0, confidence()));
  }

  @Test
  void ofOneStackTheNumberItselfHasToBeKnown() throws IOException {
    plan =
        TwoStacks.plan(
            folder,
            UNTIL,
            "parallelism: [1, 2]",
            "parallelism: [1]",
            "  b: { url: \"http://127.0.0.1:1\", models: { any: exact } }\n",
            "");
    measure(Metric.P2FT, trial -> trial.repeat() % 2 == 0 ? 10 : 20);
    assertThat(stopped().reached()).isFalse();

    measure(Metric.P2FT, trial -> trial.repeat() % 2 == 0 ? 10 : 10.01);
    assertThat(stopped().reached()).isTrue();
    assertThat(stopped().reach()).isBetween(0.0001, 0.005);
  }

  @Test
  void whatHasNoFirstTokenIsJudgedByItsTotalLatency() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    measure(Metric.TOTAL_LATENCY, trial -> 10);

    assertThat(stopped().of()).isEqualTo("total-latency");
    assertThat(stopped().reached()).isTrue();
  }

  @Test
  void whatIsUnknownOrNothingIsNotPrecise() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    measure(Metric.P2FT, trial -> trial.stack().equals("b") && trial.repeat() == 3 ? 0 : 10);
    assertThat(stopped().reached()).isFalse();
    assertThat(stopped().repeats()).isEqualTo(8);

    measure(Metric.P2FT, trial -> 10);
    results.keySet().removeIf(one -> one.stack().equals("b") && one.repeat() == 3);
    assertThat(stopped().reached()).isFalse();
    assertThat(stopped().reach()).isNull();
    assertThat(stopped().repeats()).as("that every stack has").isEqualTo(7);
  }

  @Test
  void onlyStacksThatHaveACellAreComparedInIt() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL);
    plan =
        plan.with(
            plan.trials().stream()
                .filter(one -> one.load().level() == 1 || one.stack().equals("a"))
                .toList());
    measure(Metric.P2FT, trial -> 10);

    assertThat(precision().outcomes()).hasSize(2).allMatch(Stopped::reached);
  }

  @Test
  void cellsAreJudgedApart() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL);
    measure(Metric.P2FT, trial -> trial.load().level() == 1 ? 10 : 10 + swing(trial));

    assertThat(precision().outcomes()).extracting(Stopped::reached).containsExactly(true, false);
  }

  private static double swing(Trial trial) {
    return (trial.repeat() % 3 - 1) * (trial.stack().equals("a") ? 4 : -4);
  }

  private Enough precision() {
    return Enough.of(
        plan,
        (cell, metric, statistic) ->
            metric == measured && statistic == metric.headline() ? of(cell, results) : Map.of());
  }

  private Stopped stopped() {
    List<Stopped> all = precision().outcomes();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** 95 % shared by the looks after 4, 6 and 8 repeats. */
  private static double confidence() {
    return 1 - 0.05 / 3;
  }

  private void measure(Metric metric, ToDoubleFunction<Trial> found) {
    measured = metric;
    results.clear();
    plan.trials().forEach(trial -> results.put(trial, found.applyAsDouble(trial)));
  }

  /** What was found in {@code cell}, by stack and repeat. */
  static Map<String, SortedMap<Integer, Double>> of(Cell cell, Map<Trial, Double> found) {
    Map<String, SortedMap<Integer, Double>> repeats = new TreeMap<>();
    found.forEach(
        (trial, value) -> {
          if (trial.name().equals(cell.name())) {
            repeats
                .computeIfAbsent(trial.stack(), stack -> new TreeMap<>())
                .put(trial.repeat(), value);
          }
        });
    return repeats;
  }
}
