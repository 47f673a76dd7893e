package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  @TempDir private Path folder;

  @Test
  void thoseThatDifferInNumbersOnlyCountTogetherTheMostFrequentFirst() {
    List<Failures> all =
        Failures.union(
            List.of(
                new Failures(kind("refused"), 2),
                new Failures(kind("4097 tokens are too many"), 1),
                new Failures(kind("5000 tokens are too many"), 2)));

    assertThat(all)
        .containsExactly(
            new Failures(kind("4097 tokens are too many"), 3), new Failures(kind("refused"), 2));
  }

  @Test
  void anOkAnswerIsNone() {
    Failures.Counter counter = new Failures.Counter();
    counter.add(HandMade.ok(1, 100, 120));
    counter.add(HandMade.failed(1, 100, 110));
    counter.add(HandMade.failed(1, 110, 120));

    assertThat(counter.all()).singleElement().matches(one -> one.count() == 2);
  }

  @Test
  void afterTwentyKindsTheRestComesTogether() throws IOException {
    Failures.Counter counter = new Failures.Counter();
    RequestRecord failed = HandMade.failed(1, 100, 110);
    for (char c = 'a'; c <= 'z'; c++) {
      counter.add(with(failed, "reason " + c));
    }
    counter.add(with(failed, "reason a"));

    assertThat(counter.all()).hasSize(21);
    assertThat(counter.all().get(0).count()).isEqualTo(6);
    assertThat(counter.all().get(0).example().reason()).isNull();
    assertThat(counter.all().get(1).count()).isEqualTo(2);
  }

  private static FailureKind kind(String reason) {
    return new FailureKind(Outcome.HTTP_ERROR, 503, reason);
  }

  private RequestRecord with(RequestRecord record, String reason) throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.writeString(
        file, HandMade.line(record, "\"reason\":\"[^\"]*\"", "\"reason\":\"" + reason + "\""));
    return RecordReader.first(file).orElseThrow();
  }
}
