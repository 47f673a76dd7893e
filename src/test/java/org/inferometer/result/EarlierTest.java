package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inferometer.dataset.Prefix;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierTest {
  @TempDir Path folder;

  private final Task task =
      new Task(
          "task", Path.of("p"), null, "chat", null, null, false, List.of(), List.of(), Map.of());
  private final Earlier earlier = new Earlier(name -> task);

  @Test
  void theTurnBeforeAndItsAnswerHaveBeenSeen() throws IOException {
    assertThat(earlier.tokens(turn(1, 10, ""))).isZero();
    assertThat(earlier.tokens(turn(2, 30, ""))).isEqualTo(12);
  }

  @Test
  void whatWasReasonedBeforeAnAnswerIsNotSentAgainNorAnyToolCall() throws IOException {
    for (String how :
        List.of("\"reasoningTokens\":1,", "\"reasoningEvents\":1,", "\"firstTool\":9,")) {
      Earlier another = new Earlier(name -> task);
      assertThat(another.tokens(turn(1, 10, how))).isZero();
      assertThat(another.tokens(turn(2, 30, ""))).as(how).isEqualTo(10);
    }
  }

  @Test
  void eachPromptOfARequestMayHaveASharedBeginning() throws IOException {
    Prefix prefix = new Prefix(5, 0.5, 1);
    Task batched =
        new Task(
            "task",
            Path.of("p"),
            null,
            "completions",
            null,
            null,
            false,
            List.of(),
            List.of(),
            Map.of(),
            null,
            null,
            prefix,
            null,
            null,
            8);
    long sharing = LongStream.range(24, 32).filter(prefix::shares).count();
    assertThat(batched.sharedTokens(3)).isEqualTo((int) sharing * 5);
    assertThat(IntStream.range(0, 20).map(batched::sharedTokens).distinct().count())
        .isGreaterThan(2);
  }

  private RequestRecord turn(int number, int prompt, String how) throws IOException {
    Path file = folder.resolve("one.jsonl");
    String line =
        HandMade.line(
            HandMade.ok(1, 0, 20, 30),
            "\"phase\":\"measured\"",
            how
                + "\"phase\":\"measured\",\"conversation\":\"c\",\"turn\":"
                + number
                + ",\"turns\":3");
    Files.writeString(file, line.replace("\"promptTokens\":10", "\"promptTokens\":" + prompt));
    return RecordReader.first(file).orElseThrow();
  }
}
