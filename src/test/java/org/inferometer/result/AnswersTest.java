package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.RunFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of answers besides their times. */
class AnswersTest {
  @TempDir Path folder;
  private HandMade run;

  @BeforeEach
  void begin() throws IOException {
    run = HandMade.run(folder.resolve("run"), Mode.STREAM, List.of(1), "a", "b");
  }

  @Test
  void eventsOfSeveralTokensAreCountedByTheirTokens() throws IOException {
    run.write("a", 1, answer(1, 0, new int[] {1, 3, 2, 3}), HandMade.ok(1, 100, 120, 130));
    run.write("b", 1, HandMade.ok(1, 0, 20, 30), HandMade.ok(1, 100, 120, 130));

    TokensPerEvent several = run.read("a").answers().perEvent();
    assertThat(several.isSeveral()).isTrue();
    assertThat(several.mean()).isCloseTo(11 / 6.0, within(1e-9));
    assertThat(several.events()).containsEntry(1, 3L).containsEntry(2, 1L).containsEntry(3, 2L);
    assertThat(run.read("b").answers().perEvent().isSeveral()).isFalse();
    assertThat(facts("tokens per event"))
        .singleElement()
        .asString()
        .contains("1.83 on average; 1 in 50.0 %, 2 in 16.7 %, 3 in 33.3 % of the events");
  }

  @Test
  void whereEventsDoNotTellTheMeanIsOfTheUsage() throws IOException {
    String line = HandMade.line(HandMade.ok(1, 0, 20, 30), "\"tokens\":\\[1,1\\],", "");
    run.damage("a", 1, line.replace("\"outputTokens\":2", "\"outputTokens\":5"));

    assertThat(run.read("a").answers().perEvent().events()).isEmpty();
    assertThat(facts("tokens per event"))
        .singleElement()
        .asString()
        .contains("2.50 on average; which brings how many is not told");
  }

  @Test
  void theTokenThatEndsAnAnswerIsNoSecondOneInAnEvent() throws IOException {
    run.damage(
        "a",
        1,
        HandMade.line(HandMade.ok(1, 0, 20, 30), "\"tokens\":\\[1,1\\],", "")
            .replace("\"outputTokens\":2", "\"outputTokens\":3"));

    assertThat(run.read("a").answers().perEvent().mean()).isEqualTo(1);
    assertThat(facts("tokens per event")).isNull();
  }

  @Test
  void answersThatEndBeforeTheyAreGivenUpMakeAnotherLoad() throws IOException {
    for (String stack : List.of("a", "b")) {
      run.write(stack, 1, answer(1, 0, new int[] {1}));
      for (int i = 0; i < 10; i++) {
        boolean late = i < (stack.equals("a") ? 2 : 1);
        RequestRecord one =
            late
                ? HandMade.ok(1, 100 * i, 100 * i + 20)
                : HandMade.cancelled(1, 100 * i, 100 * i + 20);
        run.damage(stack, 1, HandMade.line(one, "}\n", ",\"toCancel\":true}\n"));
      }
    }

    assertThat(run.read("a").cancelled()).isEqualTo(10);
    assertThat(run.read("a").validity().reasons())
        .contains(new Reason(Reason.Code.ENDED_BEFORE_GIVEN_UP, 0.2, 0.1));
    assertThat(run.read("b").validity().reasons())
        .extracting(Reason::code)
        .doesNotContain(Reason.Code.ENDED_BEFORE_GIVEN_UP);
  }

  @Test
  void tokensThatNobodyGotAreCountedByTheServer() throws IOException {
    for (String stack : List.of("a", "b")) {
      run.write(stack, 1, answer(1, 0, new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
      for (int i = 1; i < 3; i++) {
        String cancelled =
            HandMade.line(
                HandMade.ok(1, 100 * i, 100 * i + 20, 100 * i + 30), "\"ok\"", "\"cancelled\"");
        run.damage(stack, 1, cancelled.replace("}\n", ",\"toCancel\":true}\n"));
      }
    }
    Files.writeString(
        run.directory.counters(),
        """
        {"stack":"a","trial":"TRIAL","repeat":1,"before":{"outputTokens":100,"running":0},"after":{"outputTokens":118,"running":0,"metrics":{"outputTokens":"s"}}}
        {"stack":"a","trial":"TRIAL","repeat":2,"before":{"outputTokens":118,"running":0,"metrics":{"outputTokens":"s"}},"after":{"outputTokens":999,"running":0}}
        """
            .replace("TRIAL", run.trial(1)));

    TrialResult told = run.read("a");
    assertThat(told.cancelled()).isEqualTo(2);
    assertThat(told.failed()).isZero();
    AfterCancel server = told.answers().afterCancel();
    assertThat(server.generated()).isEqualTo(18);
    assertThat(server.received()).isEqualTo(14);
    assertThat(server.wasted()).isEqualTo(2);
    assertThat(server.wastedShare()).isCloseTo(4 / 16.0, within(1e-9));
    assertThat(run.read("b").answers().afterCancel()).isNull();
    assertThat(facts("given up"))
        .anyMatch(one -> one.contains("2 of 3 measured requests") && one.contains("2.0 tokens"))
        .anyMatch(one -> one.contains("it does not tell"));
  }

  @Test
  void whatWasLeftOfAnswersIsUnknownWithoutCompleteOnesOrLongerOnes() {
    assertThat(new AfterCancel("s", 2, 10, 8, Double.NaN, 0).wastedShare()).isNaN();
    assertThat(new AfterCancel("s", 2, 10, 8, 0, 0).wastedShare()).isNaN();
    assertThat(new AfterCancel("s", 2, 10, 8, -3, 0).wastedShare()).isNaN();
  }

  @Test
  void reasoningAndToolCallsAreToldApartFromTheAnswer() throws IOException {
    String line =
        HandMade.line(HandMade.ok(1, 0, 20, 30, 40), "\"outputTokens\":3", "\"outputTokens\":9");
    run.damage(
        "a",
        1,
        line.replace(
            "}\n",
            ",\"reasoningTokens\":7,\"reasoningEvents\":2,\"firstVisible\":40000000,\"firstTool\":40000000}\n"));
    run.write("b", 1, HandMade.ok(1, 0, 20, 30));

    TrialResult told = run.read("a");
    assertThat(told.estimate(Metric.P2FT).value()).isCloseTo(20, within(1e-9));
    assertThat(told.estimate(Metric.FIRST_VISIBLE).value()).isCloseTo(40, within(1e-9));
    assertThat(told.estimate(Metric.FIRST_TOOL_CALL).value()).isCloseTo(40, within(1e-9));
    assertThat(told.estimate(Metric.REASONING_TOKENS).value()).isCloseTo(7, within(1e-9));
    assertThat(told.estimate(Metric.ANSWER_TOKENS).value()).isCloseTo(2, within(1e-9));
    TrialResult plain = run.read("b");
    assertThat(plain.estimate(Metric.FIRST_VISIBLE).value()).isCloseTo(20, within(1e-9));
    assertThat(plain.estimate(Metric.REASONING_TOKENS).isPresent()).isFalse();
    assertThat(facts("reasoning"))
        .singleElement()
        .asString()
        .contains("7.0 tokens an answer, and 2.0", "20.0 ms", "40.0 ms");
    assertThat(facts("tool calls")).singleElement().asString().contains("40.0 ms (mean of 1)");
  }

  private static RequestRecord answer(int fork, long start, int[] tokens) {
    long[] at = new long[tokens.length];
    int[] ones = new int[tokens.length];
    int sum = 0;
    for (int i = 0; i < at.length; i++) {
      at[i] = (start + 20 + 2 * i) * 1_000_000;
      ones[i] = 1;
      sum += tokens[i];
    }
    long milli = 1_000_000;
    return HandMade.record(
        fork,
        1,
        0,
        Phase.MEASURED,
        start * milli,
        (start + 1) * milli,
        (start + 5) * milli,
        at,
        ones,
        tokens,
        at[at.length - 1] + milli,
        10,
        sum,
        64);
  }

  private List<String> facts(String subject) {
    return RunFacts.of(Run.read(run.directory.root())).get(subject);
  }
}
