package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a scenario can have itself measured. */
class MeasureEntriesTest extends SmallestScenario {
  @Test
  void readsHowPreciselyAndHowLongToMeasure() throws IOException {
    Measurement measure =
        read(SMALLEST
                + "measure: { until: { interval: 2.5%, of: p2ft, at-most: 30 }, time-budget: 5m }")
            .measure();

    assertThat(measure.until()).isEqualTo(new Until.Narrow(0.025, "p2ft", 30));
    assertThat(measure.mostRepeats()).isEqualTo(30);
    assertThat(measure.timeBudget()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void takesAnotherNumberOfRepeats() throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), SMALLEST + BUDGET);

    assertThat(Scenarios.read(file, Map.of("measure.repeats", "8")).measure().repeats())
        .isEqualTo(8);
    assertThatThrownBy(() -> Scenarios.read(file, Map.of("measure.repeats", "0")))
        .hasMessageContaining("measure.repeats: found 0; allowed: trials of each cell");
  }

  @Test
  void readsHowSteadyToMeasure() throws IOException {
    Measurement measure = read(SMALLEST + "measure: { until: { stable: 10% } }").measure();

    assertThat(measure.until()).isEqualTo(new Until.Stable(0.1, 3, null, 10));
    assertThat(measure.repeats()).isEqualTo(3);
    assertThat(measure.mostRepeats()).isEqualTo(10);
    assertThat(measure.iterations()).isEqualTo(1);
    assertThat(measure.iterationTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(measure.firstToken()).isFalse();

    assertThat(
            read(SMALLEST
                    + "measure: { until: { stable: 5%, windows: 4, percentile: p95, at-most: 7 } }")
                .measure()
                .until())
        .isEqualTo(new Until.Stable(0.05, 4, "p95", 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ of: p2ft } | until: missing: one of interval and stable",
        "{ interval: 5%, stable: 5% } | until: found both of interval and stable; allowed: one",
        "{ stable: 5%, of: p2ft } | until.of: not with stable; allowed: percentile",
        "{ interval: 5%, windows: 3 } | until.windows: allowed: only with stable",
        "{ interval: 5%, percentile: p95 } | until.percentile: allowed: only with stable",
        "{ stable: 5%, windows: 5, at-most: 4 } | until.at-most: found 4; allowed: at least 5",
        "{ stable: 0% } | until.stable: found the text \"0%\"; allowed: a percentage above 0",
      })
  void refusesWhatDoesNotSayWhenRepeatsAreEnough(String until, String problem) {
    assertThatThrownBy(() -> read(SMALLEST + "measure: { until: " + until + " }"))
        .hasMessageContaining("measure." + problem);
  }

  @Test
  void saysOfAValueThatIsNoneAtAllOnlyThat() {
    for (String measure : List.of("until: { stable: 5%, at-most: 0 }", "launches: 2000")) {
      assertThatThrownBy(() -> read(SMALLEST + "measure: { " + measure + " }"))
          .hasMessageContaining(": 1 problem\n")
          .hasMessageContaining("a whole number from");
    }
  }

  @Test
  void refusesToStartARunningServerAgain() {
    assertThatThrownBy(() -> read(SMALLEST + "measure: { launches: 2 }"))
        .hasMessageContaining("measure.launches: stack a runs already and cannot be started again");
  }

  /** Two stacks, each with what it needs for itself. */
  private static String claiming(String a, String b) {
    String stack = "  %s: { exclusive: %s, launch: { command: [run] } }\n";
    return SMALLEST.replaceFirst("  a: .*\\n", stack.formatted("a", a) + stack.formatted("b", b))
        + BUDGET;
  }

  @Test
  void stacksThatNeedTheSameAreUpOneAtATimeAndHaveAsManyTrialsAsOthersInThreeRounds()
      throws IOException {
    Scenario scenario = read(claiming("gpu", "gpu"));
    Measurement rounds = scenario.measure();
    Measurement apart = read(claiming("gpu", "tpu")).measure();

    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).isEqualTo(scenario);
    assertThat(rounds.stacksTogether()).isFalse();
    assertThat(rounds.launches()).isEqualTo(3);
    assertThat(rounds.mostRepeats()).isEqualTo(6);
    assertThat(apart.stacksTogether()).isTrue();
    assertThat(apart.launches()).isEqualTo(1);
  }

  @Test
  void saysThatWhatOneStackAloneNeedsHasNoEffect() throws IOException {
    String alone = claiming("gpu", "gpu").replaceFirst("exclusive: gpu, ", "");

    assertThat(Caveats.ofRun(Plan.of(read(claiming("gpu", "gpus")))))
        .anyMatch(one -> one.startsWith("stack a: exclusive: gpu has no effect, as no other stack"))
        .anyMatch(one -> one.startsWith("stack b: exclusive: gpus has no effect"));
    assertThat(Caveats.ofRun(Plan.of(read(alone))))
        .anyMatch(one -> one.startsWith("stack b: exclusive: gpu has no effect"));
    assertThat(Caveats.ofRun(Plan.of(read(claiming("gpu", "gpu")))))
        .noneMatch(one -> one.contains("exclusive"));
  }

  @Test
  void refusesWhatCannotBeKeptApart() {
    String two = claiming("gpu", "gpu");

    assertThatThrownBy(() -> read(two.replaceFirst("launch: .*", "url: \"http://127.0.0.1:1\" }")))
        .hasMessageContaining("stacks.a.exclusive: stack a runs already and keeps what it has");
    assertThatThrownBy(() -> read(two + "measure: { stacks-together: true }"))
        .hasMessageContaining(
            "measure.stacks-together: found true, and a and b need the gpu for themselves");
    assertThatThrownBy(() -> read(two + "measure: { until: { interval: 5% } }"))
        .hasMessageContaining("measure.until: not with exclusive stacks");
  }

  @Test
  void readsWhatTrialsWaitForAndWhichCachesTheyFindEmpty() throws IOException {
    String stack =
        SMALLEST.replace("a: { url", "a: { dialect: vllm, reset-cache: true, url") + BUDGET;
    Scenario scenario = read(stack + "measure: { cool-down: { below: 60C, at-most: 90s } }\n");
    assertThat(scenario.stack("a").resetCache()).isEqualTo("/reset_prefix_cache");
    assertThat(scenario.measure().coolDown()).isEqualTo(new CoolDown(60, Duration.ofSeconds(90)));
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).isEqualTo(scenario);
    assertThat(
            read(stack.replace("reset-cache: true", "reset-cache: /mine")).stack("a").resetCache())
        .isEqualTo("/mine");

    assertThatThrownBy(() -> read(stack.replace("dialect: vllm, ", "")))
        .hasMessageContaining(
            "stacks.a.reset-cache: no way is known for a server of dialect openai; allowed: the path");
    assertProblem(
        SMALLEST.replaceFirst("a: \\{.*", "a: { reset-cache: true, launch: { inferometer: [] } }"),
        "stacks.a.reset-cache: the built-in server has no prefix cache");
    assertThatThrownBy(() -> read(stack + "measure: { cool-down: { below: 60 } }\n"))
        .hasMessageContaining(
            "measure.cool-down.below: found 60; allowed: a temperature in degrees");
  }

  @Test
  void aTrialMayEndByItsNumberOfRequests() throws IOException {
    Scenario scenario = read(SMALLEST + "measure: { requests: 100 }\n");
    Measurement measure = scenario.measure();

    assertThat(measure.requests()).isEqualTo(100);
    assertThat(measure.iterations()).isEqualTo(1);
    assertThat(measure.firstToken()).isFalse();
    Path file = folder.resolve("plan.json");
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario().measure()).isEqualTo(measure);
    for (String other : List.of("iterations: 2", "iteration-time: 1s", "time-budget: 1h")) {
      assertProblem(
          SMALLEST + "measure: { requests: 9, " + other + " }\n",
          "measure."
              + other.replaceFirst(":.*", "")
              + ": not with requests, which say when a trial");
    }
    assertProblem(
        SMALLEST + "measure: { requests: 9, first-token: true }\n",
        "measure.first-token: not with requests");
    assertProblem(
        SMALLEST + "measure: { requests: 0 }\n",
        "found 0; allowed: how many requests of each trial");
  }
}
