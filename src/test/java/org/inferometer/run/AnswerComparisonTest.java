package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inferometer.record.KeptAnswer;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.SameAnswers.Difference;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerComparisonTest {
  private static final String ASKED = "max_tokens: 4";
  private static final String GREEDY = "max_tokens: 4, temperature: 0";

  @TempDir private Path folder;

  @Test
  void measuredAnswersToTheSameQuestionAreHeldAgainstEachOther() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("run"));
    Plan plan = TwoStacks.plan(folder, "repeats: 2", ASKED, GREEDY);
    String trial = plan.trials().get(0).name();
    write(run, "a", trial, answer(1, 0, 7, "one two", null), answer(1, 1, 7, "the same", "hm"));
    write(run, "a", trial, answer(1, 2, 7, "alone", null), answer(2, 0, 8, "asked", null));
    write(run, "a", trial, answer(2, 1, 9, "hi", "I think"), answer(2, 2, 9, "short", null));
    write(run, "b", trial, answer(2, 1, 9, "hi", "I thank"), answer(2, 2, 9, "shorter", null));
    write(run, "b", trial, answer(2, 0, 99, "something else", null));
    Files.writeString(
        run.answers("b", trial), "{\"id\":\"torn\",\"fork\":1,\"pl\n", StandardOpenOption.APPEND);
    write(run, "b", trial, answer(1, 1, 7, "the same", "hm"), answer(1, 0, 7, "one way", null));
    // Calls of tools, whose texts are not kept: nobody knows whether they are the same.
    write(run, "a", trial, answer(1, 3, 5, "", null));
    write(run, "b", trial, answer(1, 3, 5, "", null));

    List<String> problems = new ArrayList<>();
    AnswerComparison.write(run, plan, problems::add);

    assertThat(problems).singleElement().asString().contains(trial + ".jsonl, line 7 is left out");
    assertThat(SameAnswers.read(run.sameAnswers()))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.trial()).isEqualTo(trial);
              assertThat(found.base()).isEqualTo("a");
              assertThat(found.compared()).isEqualTo(4);
              assertThat(found.same()).isEqualTo(1);
              assertThat(found.unit()).isEqualTo("character");
              assertThat(found.differences())
                  .containsExactlyInAnyOrder(
                      new Difference(2, 1, "p", 4),
                      new Difference(2, 2, "p", 5),
                      new Difference(1, 0, "p", 4));
              assertThat(found.median()).hasValue(4);
            });
  }

  @Test
  void saysSoWhereNothingWasAskedAlike() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("run"));
    Plan plan = TwoStacks.plan(folder, "repeats: 2", ASKED, GREEDY);
    String trial = plan.trials().get(0).name();
    write(run, "a", trial, answer(1, 0, 7, "one", null), answer(1, 1, 8, "two", null));
    write(run, "b", trial, answer(1, 0, 9, "one", null), answer(1, 1, 8, "two", null));
    List<String> problems = new ArrayList<>();
    AnswerComparison.write(run, plan, problems::add);
    assertThat(problems).isEmpty();

    Files.delete(run.answers("b", trial));
    write(run, "b", trial, answer(1, 0, 9, "one", null));
    AnswerComparison.write(run, plan, problems::add);
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("answers of a and b are not compared: both were asked, but never the same");
  }

  @Test
  void answersOfModelsThatAreAskedBesideEachOtherAreComparedByCharacters() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("run"));
    Plan plan = TwoStacks.mixingModels(folder, "repeats: 2", ASKED, GREEDY);
    String trial = plan.trials().get(0).name();
    write(run, "a", trial, answer(1, 0, 7, "one", null), answer(1, 1, 8, "two", null));
    write(run, "b", trial, answer(1, 0, 7, "one", null), answer(1, 1, 8, "too", null));

    AnswerComparison.write(run, plan, problem -> {});

    assertThat(SameAnswers.read(run.sameAnswers()))
        .singleElement()
        .returns("character", SameAnswers::unit)
        .returns(List.of(new Difference(1, 1, "p", 1)), SameAnswers::differences);
  }

  @Test
  void answersThatWereDrawnByChanceAreNotCompared() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("run"));
    Plan plan = TwoStacks.plan(folder, "repeats: 2");
    String trial = plan.trials().get(0).name();
    write(run, "a", trial, answer(1, 0, 7, "one", null));
    write(run, "b", trial, answer(1, 0, 7, "two", null));

    AnswerComparison.write(run, plan, problem -> {});

    assertThat(run.sameAnswers()).doesNotExist();
    assertThat(SameAnswers.read(run.sameAnswers())).isEmpty();
  }

  @Test
  void answersOfATrialThatWasCutShortAreSetAside() throws IOException {
    RunDirectory run = new RunDirectory(folder.resolve("run"));
    Trial second =
        TwoStacks.plan(folder, "repeats: 2", ASKED, GREEDY).trials().stream()
            .filter(one -> one.repeat() == 2)
            .findFirst()
            .orElseThrow();
    write(run, second.stack(), second.name(), answer(1, 0, 7, "kept äöü", null));
    write(run, second.stack(), second.name(), answer(2, 0, 7, "cut short", null));
    byte[] withinACharacter = "{\"fork\":2,\"text\":\"zw\u00f6".getBytes(StandardCharsets.UTF_8);
    Files.write(
        run.answers(second.stack(), second.name()),
        Arrays.copyOf(withinACharacter, withinACharacter.length - 1),
        StandardOpenOption.APPEND);

    Leftovers.setAside(run, second);

    assertThat(run.answers(second.stack(), second.name()))
        .content()
        .contains("kept äöü")
        .doesNotContain("cut short", "zw");
  }

  private static KeptAnswer answer(int fork, long place, int asked, String text, String reasoning) {
    return new KeptAnswer(
        fork + "-" + place, fork, Phase.MEASURED, "p", place, null, asked, text, reasoning, null);
  }

  private static void write(RunDirectory run, String stack, String trial, KeptAnswer... answers) {
    try (RecordWriter out = RecordWriter.append(run.answers(stack, trial))) {
      for (KeptAnswer one : answers) {
        out.write(one);
        // What warms up is no answer to compare.
        out.write(
            new KeptAnswer(
                "w" + one.id(),
                one.fork(),
                Phase.WARMUP,
                "p",
                one.place(),
                null,
                one.asked(),
                stack,
                null,
                null));
      }
    }
  }
}
