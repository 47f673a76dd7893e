package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthTest {
  private static final String MEASURE =
      "repeats: 2, warmup-iterations: 1, warmup-time: 500ms, iterations: 3, iteration-time: 1s,"
          + " stack-warmup: 2s";

  @TempDir private Path folder;

  @Test
  void beforeAnythingHasRunItIsWhatTheScenarioAsksAndWhatIsKnownToBeAround() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE);
    Duration trials = Duration.ofMillis(3500 + 1300).multipliedBy(8);
    Duration warmUp = Duration.ofSeconds(2 * 2);

    assertThat(Length.of(plan, false)).isEqualTo(trials.plus(warmUp));
    assertThat(Length.of(plan, true))
        .isEqualTo(trials.plus(warmUp).plusMillis(2000 + 2 * 2700).plus(MirrorCheck.length(plan)));
  }

  @Test
  void aStackThatIsLaunchedTakesTimeToStart() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE);
    Plan launched =
        TwoStacks.plan(
            folder,
            MEASURE,
            "b: { url: \"http://127.0.0.1:1\"",
            "b: { launch: { command: [sleep] }",
            "any: {}",
            "any: { generate: { family: gpt2, size: tiny } }");

    Plan builtIn =
        TwoStacks.plan(
            folder,
            MEASURE,
            "b: { url: \"http://127.0.0.1:1\"",
            "b: { launch: { inferometer: [] }",
            "any: {}",
            "any: { generate: { family: gpt2, size: tiny } }");

    assertThat(Length.of(launched, false)).isEqualTo(Length.of(plan, false).plusSeconds(40));
    assertThat(Length.of(builtIn, false)).isEqualTo(Length.of(plan, false).plusSeconds(4));
  }

  @Test
  void whatIsLeftIsCountedByWhatTrialsLikeItTook() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE);
    Length length = new Length(plan);
    for (Trial trial : plan.trials()) {
      if (trial.repeat() == 1) {
        length.took(trial, Duration.ofSeconds(trial.load().level() == 1 ? 4 : 10));
      }
    }

    List<Trial> left = plan.trials().stream().filter(one -> one.repeat() == 2).toList();
    assertThat(length.of(left)).isEqualTo(Duration.ofSeconds(2 * 4 + 2 * 10));
  }

  @Test
  void startsAreCountedByWhatStartsTook() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE);
    Length length = new Length(plan);
    List<Stage> stages = Stage.of(plan, plan.trials());
    assertThat(length.starts(stages)).isEqualTo(Duration.ofSeconds(4));

    length.started(stages.get(0), Duration.ofSeconds(20));
    length.started(stages.get(0), Duration.ofSeconds(30));

    assertThat(length.starts(stages)).isEqualTo(Duration.ofSeconds(25));
    assertThat(length.starts(List.of())).isZero();
  }

  @Test
  void whatOneStacksStartTookSaysNothingOfAnother() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE + ", stacks-together: false");
    Length length = new Length(plan);
    List<Stage> stages = Stage.of(plan, plan.trials());

    length.started(stages.get(0), Duration.ofSeconds(20));

    assertThat(length.starts(stages)).isEqualTo(Duration.ofSeconds(20 + 2));
    assertThat(length.withStarts(plan.trials()))
        .as("the first is up")
        .isEqualTo(length.of(plan.trials()).plusSeconds(2));
  }

  @Test
  void stacksThatAreNotUpTogetherHaveAStageEach() throws IOException {
    Plan plan = TwoStacks.plan(folder, MEASURE + ", stacks-together: false");
    List<Stage> stages = Stage.of(plan, plan.trials());

    assertThat(new Length(plan).interleaved()).isFalse();
    assertThat(stages)
        .extracting(Stage::stacks)
        .map(List::copyOf)
        .containsExactly(List.of("a"), List.of("b"));
    assertThat(stages.get(1).trials("a")).isEmpty();
    assertThat(stages.get(1).trials("b")).hasSize(4).isEqualTo(stages.get(1).trials());
  }

  @Test
  void eachLaunchAndEachModelHasAStage() throws IOException {
    Plan twice =
        TwoStacks.plan(
            folder,
            MEASURE + ", launches: 2",
            "url: \"http://127.0.0.1:1\"",
            "launch: { command: [sleep] }",
            "any: {}",
            "any: { generate: { family: gpt2, size: tiny } }");
    Plan models =
        TwoStacks.plan(
            folder,
            MEASURE,
            "models: { any: {} }",
            "models: { any: {}, other: {} }",
            "any: exact",
            "any: exact, other: exact");

    assertThat(Stage.of(twice, twice.trials())).hasSize(2);
    assertThat(Stage.of(models, models.trials()))
        .extracting(Stage::model)
        .containsExactly("any", "other");
    Stage second = Stage.of(models, models.trials()).get(1);
    assertThat(second.models()).containsExactly("other");
    assertThat(second.models("b")).containsExactly("other");
    assertThat(second.sharing()).as("nothing is set up for it").isNull();
  }

  @Test
  void modelsThatAreAskedBesideEachOtherHaveOneStage() throws IOException {
    Plan plan = TwoStacks.mixingModels(folder, MEASURE);

    List<Stage> stages = Stage.of(plan, plan.trials());

    assertThat(stages).hasSize(1);
    assertThat(stages.get(0).models()).containsExactly("any", "other");
    assertThat(stages.get(0).models("b")).containsExactly("any", "other");
    assertThat(stages.get(0).model()).isEqualTo("any, other");
  }

  @Test
  void whereRepeatsMayTurnOutToBeEnoughItIsAnUpperBoundAndCalledSo() throws IOException {
    Choices choices = new Choices(null, List.of(), false);
    Plan until =
        TwoStacks.plan(
            folder, MEASURE.replace("repeats: 2", "until: { interval: 5%, at-most: 6 }"));

    assertThat(choices.length(TwoStacks.plan(folder, MEASURE))).startsWith("about ");
    assertThat(choices.length(until)).startsWith("at most about ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1 s",
    "1499, 1 s",
    "1500, 2 s",
    "59000, 59 s",
    "60000, 1 min 0 s",
    "200000, 3 min 20 s",
    "3599000, 59 min 59 s",
    "3600000, 1 h 0 min",
    "9000000, 2 h 30 min"
  })
  void itsWordsAreForReaders(long millis, String words) {
    assertThat(Length.words(Duration.ofMillis(millis))).isEqualTo(words);
  }
}
