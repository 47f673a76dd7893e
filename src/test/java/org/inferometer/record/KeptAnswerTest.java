package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of answers' texts, and read again. */
class KeptAnswerTest {
  private static final String LINE =
      "{\"fork\":%d,\"phase\":\"measured\",\"place\":%d,\"asked\":7,\"text\":\"%s\"}\n";

  @TempDir private Path folder;

  private final List<KeptAnswer> answers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Path read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("answers.jsonl"), text);
    RecordReader.answers(file, answers::add, problems::add);
    return file;
  }

  @Test
  void readsEveryAnswerInTheFilesOrder() throws IOException {
    read(LINE.formatted(1, 3, "four") + LINE.formatted(2, 0, "") + LINE.formatted(1, 1, "two"));

    assertThat(answers).extracting(KeptAnswer::fork).containsExactly(1, 2, 1);
    assertThat(answers).extracting(KeptAnswer::place).containsExactly(3L, 0L, 1L);
    assertThat(answers).extracting(KeptAnswer::text).containsExactly("four", "", "two");
    assertThat(answers).allMatch(one -> one.phase() == Phase.MEASURED && one.asked() == 7);
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsNoAnswerIsLeftOutAndTold() throws IOException {
    String whole = LINE.formatted(1, 0, "one");

    Path file =
        read(
            whole.replace("\"fork\":1,", "")
                + whole
                + whole.replace("\"place\":0,", "")
                + whole.replace(",\"text\":\"one\"", "")
                + "{\"fork\":");

    assertThat(answers).hasSize(1);
    assertThat(problems).hasSize(4);
    assertThat(problems.get(0))
        .isEqualTo(
            file
                + ", line 1 is left out: it is cut off or damaged: fork, place or text is missing");
    assertThat(problems.get(1)).startsWith(file + ", line 3 is left out: ");
    assertThat(problems.get(2)).startsWith(file + ", line 4 is left out: ");
    assertThat(problems.get(3)).startsWith(file + ", line 5 is left out: ");
  }

  @Test
  void aTextIsKeptUpToItsLongestAndSaysThatItIsCut() {
    RequestRecord record = new RecordDraft().with("fork", 1).with("place", 4L).record();
    String longest = "x".repeat(KeptAnswer.LONGEST);

    KeptAnswer kept = KeptAnswer.of(record, 9, longest, "");
    assertThat(kept.text()).hasSize(KeptAnswer.LONGEST);
    assertThat(kept.cut()).isNull();
    assertThat(kept.reasoning()).isNull();
    assertThat(kept.place()).isEqualTo(4);
    assertThat(KeptAnswer.of(record, 9, "", longest).cut()).isNull();
    assertThat(KeptAnswer.of(record, 9, longest + "y", "r").text()).isEqualTo(longest);
    assertThat(KeptAnswer.of(record, 9, longest + "y", "r").cut()).isTrue();
    assertThat(KeptAnswer.of(record, 9, "", longest + "y").reasoning()).isEqualTo(longest);
    assertThat(KeptAnswer.of(record, 9, "", longest + "y").cut()).isTrue();
  }
}
