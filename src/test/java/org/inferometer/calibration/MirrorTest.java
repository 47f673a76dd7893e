package org.inferometer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final long MS = 1_000_000;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void names() {
    file = folder.resolve("records.jsonl");
  }

  @Test
  void doesWhatTheRightAnswersOfATrialDid() {
    write(
        HandMade.ok(1, 100, 120, 130, 140),
        HandMade.failed(1, 150, 160),
        HandMade.ok(2, 200, 205, 280));

    Mirror mirror = Mirror.of(file).orElseThrow();

    assertThat(mirror.likeness().answers())
        .containsExactly(new long[] {20 * MS, 30 * MS, 40 * MS}, new long[] {5 * MS, 80 * MS});
    assertThat(mirror.answerNanos()).isEqualTo(80 * MS);
  }

  @Test
  void withoutARightAnswerThereIsNothingToImitate() {
    write(HandMade.failed(1, 150, 160));

    assertThat(Mirror.of(file)).isEmpty();
  }

  private void write(RequestRecord... records) {
    try (RecordWriter out = RecordWriter.append(file)) {
      for (RequestRecord record : records) {
        out.write(record);
      }
    }
  }
}
