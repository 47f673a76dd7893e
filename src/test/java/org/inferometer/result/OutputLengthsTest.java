package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLengthsTest {
  @TempDir private Path folder;

  @Test
  void onlyAnswersToTheSamePromptOfTheSameRepeatAreCompared() throws IOException {
    OutputLengths one = new OutputLengths();
    OutputLengths other = new OutputLengths();
    for (int place = 0; place < 40; place++) {
      one.add(answer(1, place, 10));
      other.add(answer(place < 30 ? 1 : 2, place, 12));
    }
    other.add(HandMade.ok(1, 100, 120));

    OutputLengths.Common common = one.with(other);

    assertThat(common).isEqualTo(new OutputLengths.Common(30, 300, 360));
    assertThat(common.difference()).isCloseTo(0.2, within(1e-12));
    assertThat(other.with(one)).isEqualTo(new OutputLengths.Common(30, 360, 300));
  }

  @Test
  void nothingInCommonTellsOfNoDifference() throws IOException {
    OutputLengths one = new OutputLengths();
    one.add(answer(1, 1, 10));

    assertThat(one.with(new OutputLengths()).difference()).isNaN();
    assertThat(new OutputLengths().with(one).prompts()).isZero();
    assertThat(new OutputLengths.Common(1, 0, 5).difference()).isNaN();
    assertThat(new OutputLengths.Common(1, 5, 0).difference()).isNaN();
  }

  private RequestRecord answer(int fork, int place, int tokens) throws IOException {
    String added = ",\"place\":%d,\"outputTokens\":%d}\n".formatted(place, tokens);
    Path file = folder.resolve("one.jsonl");
    Files.writeString(file, HandMade.line(HandMade.ok(fork, 100, 120), "}\n", added));
    return RecordReader.first(file).orElseThrow();
  }
}
