package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordChecksTest {
  private static final RequestRecord GOOD = HandMade.ok(1, 100, 120, 130, 140);

  @TempDir private Path root;
  private HandMade run;

  @BeforeEach
  void oneStack() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a");
  }

  @Test
  void recordsThatCanBeTrueAreNoReasonForDoubt() {
    run.write("a", 1, GOOD, HandMade.ok(1, 200, 220, 230), HandMade.failed(1, 300, 310));

    assertThat(about()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          of another stack, model, task, mode or trial | "stack":"a"          | "stack":"b"
          of another stack, model, task, mode or trial | "model":"m"          | "model":"n"
          of another stack, model, task, mode or trial | "task":"chat"        | "task":"qa"
          of another stack, model, task, mode or trial | "mode":"stream"      | "mode":"sync"
          of another stack, model, task, mode or trial | "trial":"[^"]*"      | "trial":"x"
          times out of order                           | "closed":\\d+        | "closed":99000000
          times out of order                           | "scheduled":\\d+     | "scheduled":100000001
          times out of order                           | "head":\\d+          | "head":99000000
          times out of order                           | "at":\\[\\d+         | "at":[131000000
          times out of order                           | "bytes"              | "sent":99999999,"bytes"
          times out of order                           | "bytes"              | "connectNanos":-1,"bytes"
          times out of order                           | "bytes"              | "firstVisible":125000000,"bytes"
          times out of order                           | "bytes"              | "firstTool":141000000,"bytes"
          ok without an answer                         | "events":\\[1,1,1    | "events":[0,0,0
          ok with the status of something else         | "status":200         | "status":500
          negative counts                              | "promptTokens":10    | "promptTokens":-10
          negative counts                              | "outputTokens":3     | "outputTokens":-3
          negative counts                              | "tokens":\\[1        | "tokens":[-1
          negative counts                              | "bytes"              | "cachedTokens":-1,"bytes"
          negative counts                              | "bytes"              | "reasoningTokens":-1,"bytes"
          negative counts                              | "bytes"              | "eventTokens":-3,"bytes"
          more prompt tokens from a cache than there are | "bytes"            | "cachedTokens":11,"bytes"
          """)
  void whatCannotBeTrueIsToldAndMakesTheTrialSuspect(String kind, String good, String wrong)
      throws IOException {
    run.damage("a", 1, ofThisTrial(HandMade.line(GOOD, good, wrong)));

    assertThat(about()).contains(kind);
  }

  @Test
  void aRecordThatIsThereTwiceIsTold() {
    run.write("a", 1, GOOD, GOOD);

    assertThat(about()).containsExactly("ids that others have");
    assertThat(run.read("a").validity().text()).contains("1 records cannot be true: ids that");
  }

  @Test
  void aPlaceIsMeasuredOnceInARepeat() {
    RequestRecord question = at(7, HandMade.ok(1, 200, 220, 230));
    run.write("a", 1, question, at(7, HandMade.ok(2, 200, 220, 230)));
    run.write("a", 1, at(8, HandMade.ok(1, 300, 320, 330)));
    run.write("a", 1, turn(1, at(9, GOOD)), turn(2, at(9, HandMade.ok(1, 400, 420, 430))));
    run.write("a", 1, edge(at(7, HandMade.ok(1, 500, 520, 530))));
    assertThat(about()).isEmpty();

    run.write("a", 1, at(7, HandMade.ok(1, 600, 620, 630)));

    assertThat(about())
        .containsExactly("places in the sequence of prompts that others of their repeat have");
  }

  @Test
  void allThatARecordMayTellBesidesIsNoReasonForDoubt() throws IOException {
    String more =
        """
        "cachedTokens":10,"reasoningTokens":0,"eventTokens":0,"connectNanos":0,"sent":100000000,\
        "firstVisible":120000000,"firstTool":140000000,"bytes\"""";
    run.damage("a", 1, ofThisTrial(HandMade.line(GOOD, "\"bytes\"", more)));

    assertThat(about()).isEmpty();
  }

  @Test
  void twiceIsTwiceWhereverTheOtherIs() {
    run.write("a", 1, GOOD);
    for (int i = 0; i < 1200; i++) {
      run.write("a", 1, HandMade.ok(1, 200 + i, 220 + i));
    }
    run.write("a", 1, GOOD, GOOD);

    assertThat(run.read("a").validity().text()).contains("2 records cannot be true: ids that");
  }

  @Test
  void allTimesMayBeTheSameAndCountsMayBeNone() {
    long at = 100_000_000;
    run.write(
        "a",
        1,
        HandMade.record(
            1,
            1,
            0,
            Phase.MEASURED,
            at,
            at,
            at,
            new long[] {at, at},
            new int[] {1, 0},
            new int[] {1, 0},
            at,
            0,
            0,
            64));

    assertThat(about()).isEmpty();
  }

  @Test
  void aDamagedLineIsAReasonForDoubt() throws IOException {
    run.write("a", 1, GOOD);
    run.damage("a", 1, "{\"id\":\"cut o\n");
    run.damage("a", 1, HandMade.line(GOOD, "\"id\":\"[^\"]*\",", ""));

    assertThat(about()).containsExactly("damaged lines");
  }

  private static RequestRecord at(long place, RequestRecord record) {
    return new RecordDraft(record).with("place", place).record();
  }

  private static RequestRecord turn(int turn, RequestRecord record) {
    return new RecordDraft(record).with("turn", turn).with("turns", 2).record();
  }

  private static RequestRecord edge(RequestRecord record) {
    return new RecordDraft(record).with("phase", Phase.EDGE).record();
  }

  private static String ofThisTrial(String line) {
    return line.replace("\"trial\":\"trial\"", "\"trial\":\"complete-m-chat-stream-p1\"");
  }

  private List<String> about() {
    return run.read("a").validity().reasons().stream()
        .filter(one -> one.code() == Reason.Code.RECORDS)
        .map(Reason::about)
        .toList();
  }
}
