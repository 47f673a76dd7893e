package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.record.Mode;
import org.inferometer.report.table.RunFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fast stack gets further in the sequence of prompts; what it met there is not compared. */
class CommonPromptsTest {
  private static final int SLOW = 12;
  private static final int FAST = 30;

  @TempDir private Path folder;
  private HandMade run;

  @BeforeEach
  void plan() throws IOException {
    run = HandMade.run(folder, Mode.STREAM, List.of(1), "a", "b", "c");
  }

  @Test
  void likeStacksAreAlikeHoweverFarTheyGotInTheSequence() throws IOException {
    for (int fork = 1; fork <= 2; fork++) {
      answers("a", fork, 0, FAST);
      answers("b", fork, 0, SLOW);
    }

    for (Metric metric : List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT)) {
      Comparison one = compared("b", metric);
      assertThat(one.ratio().value()).as(metric.id()).isCloseTo(1, within(1e-9));
      assertThat(one.ratio().value())
          .isCloseTo(one.otherEstimate().value() / one.baseEstimate().value(), within(1e-9));
      assertThat(run.read("a").estimate(metric).value())
          .as("what is printed beside the stack")
          .isEqualTo(one.baseEstimate().value());
    }
    TrialResult fast = run.read("a");
    assertThat(fast.estimate(Metric.P2FT).count()).isEqualTo(2 * SLOW);
    assertThat(fast.estimate(Metric.ITL).count()).isEqualTo(2 * SLOW);
    assertThat(fast.estimate(Metric.ITL).value()).isCloseTo(mean(SLOW) / 10, within(1e-5));
    assertThat(fast.estimate(Metric.P2FT, Statistic.P50).count()).isEqualTo(2 * FAST);
    assertThat(fast.estimate(Metric.P2FT, Statistic.MAX).value()).isEqualTo(FAST * 10.0);
    assertThat(fast.iterations().get(0).summary().get(Metric.P2FT, Statistic.MEAN))
        .as("an iteration is told whole, as jmh.json tells it")
        .isCloseTo(mean(FAST), within(1e-9));
    assertThat(fast.asked().compared()).isEqualTo(new Compared(2 * SLOW, 2 * FAST, true));
    assertThat(facts())
        .endsWith(
            "means of latencies and their ratios are of the prompts that all stacks of a cell"
                + " answered, 40 to 100 % of a stack's answers there");
  }

  @Test
  void whatOneStackFailedToAnswerIsComparedWithNone() throws IOException {
    answers("a", 1, 0, FAST);
    answers("b", 1, 0, FAST - 1);
    run.damage("b", 1, answer(1, FAST - 1).replace("\"outcome\":\"ok\"", "\"outcome\":\"reset\""));

    assertThat(compared("b", Metric.P2FT).baseEstimate().value())
        .isCloseTo(mean(FAST - 1), within(1e-9));
  }

  /** One value beside each stack serves all its pairs. */
  @Test
  void threeStacksAreComparedByWhatAllOfThemAnswered() throws IOException {
    answers("a", 1, 0, FAST);
    answers("b", 1, 0, FAST - 5);
    answers("c", 1, 4, SLOW + 4);

    double common = mean(SLOW + 4) * (SLOW + 4) / SLOW - 10.0 * (1 + 2 + 3 + 4) / SLOW;
    for (String stack : List.of("a", "b", "c")) {
      assertThat(run.read(stack).estimate(Metric.P2FT).value())
          .as(stack)
          .isCloseTo(common, within(1e-9));
    }
  }

  @Test
  void tooFewInOneRepeatOrPlacesThatAreNotToldLeaveAllOfEachAndSaySo() throws IOException {
    for (int fork = 1; fork <= 2; fork++) {
      answers("a", fork, 0, FAST);
      answers("b", fork, 0, fork == 1 ? SLOW : Compared.FEWEST - 1);
    }

    assertThat(run.read("a").estimate(Metric.P2FT).value()).isCloseTo(mean(FAST), within(1e-9));
    assertThat(run.read("a").asked().compared()).isEqualTo(new Compared(60, 60, false));
    assertThat(facts())
        .endsWith(
            "in one cell fewer than 11 of a repeat are common (the first:"
                + " complete-m-chat-stream-p1): there they are of all that each stack answered");

    HandMade old = HandMade.run(folder.resolve("old"), Mode.STREAM, List.of(1), "a", "b");
    old.write("a", 1, HandMade.ok(1, 100, 110), HandMade.ok(1, 200, 220));
    old.write("b", 1, HandMade.ok(1, 100, 110));
    assertThat(old.read("a").estimate(Metric.P2FT).value()).isCloseTo(15, within(1e-9));
    assertThat(old.read("a").asked().compared().enough()).isFalse();
  }

  @Test
  void theFewestThatAreEnoughAreEnough() throws IOException {
    answers("a", 1, 0, FAST);
    answers("b", 1, 0, Compared.FEWEST);

    assertThat(run.read("a").asked().compared())
        .isEqualTo(new Compared(Compared.FEWEST, FAST, true));
    assertThat(run.read("a").asked().compared().share()).isCloseTo(11 / 30.0, within(1e-9));
  }

  @Test
  void aRepeatThatOneStackHasAloneIsItsOwn() throws IOException {
    answers("a", 1, 0, FAST);
    answers("a", 2, 0, FAST);
    answers("b", 1, 0, SLOW);

    assertThat(run.read("a").estimate(Metric.P2FT).byRepeat())
        .containsEntry(1, mean(SLOW))
        .containsEntry(2, mean(FAST));
  }

  private Comparison compared(String other, Metric metric) {
    return Run.read(folder).comparisons().stream()
        .filter(one -> one.base().equals("a") && one.other().equals(other))
        .filter(one -> one.metric() == metric && one.cell().measure().label().equals("complete"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> facts() throws IOException {
    Files.writeString(run.directory.environment(), "{\"run\": \"1\"}");
    return List.copyOf(RunFacts.of(Run.read(folder)).get("prompts"));
  }

  /** Answers to the prompts at the places from {@code from} to before {@code to}. */
  private void answers(String stack, int fork, int from, int to) throws IOException {
    for (int place = from; place < to; place++) {
      run.damage(stack, 1, answer(fork, place));
    }
  }

  /** The later its prompt in the sequence, the longer an answer takes: ten milliseconds more. */
  private static String answer(int fork, int place) throws IOException {
    long start = 1000L * place;
    long first = start + 10L * (place + 1);
    return HandMade.line(
        HandMade.ok(fork, start, first, first + place + 1),
        "\"phase\":",
        "\"place\":%d,\"phase\":".formatted(place));
  }

  /** Of P2FT at the first {@code n} places. */
  private static double mean(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> 10.0 * i).average().orElseThrow();
  }
}
