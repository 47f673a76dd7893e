package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inferometer.load.Closed;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final RequestRecord OK = HandMade.ok(1, 100, 120, 140);
  private static final RequestRecord FAILED = HandMade.failed(1, 100, 110);

  private final Recorder recorder = Recorder.shared();
  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void forget() {
    recorder.drain();
    recorder.beginTrial(null, Closed.ONE);
  }

  @Test
  void everyRequestIsInOneIterationInTheOrderOfTheEnds() {
    RequestRecord other = HandMade.ok(1, 100, 150);
    take(OK, FAILED);

    assertThat(recorder.drain()).containsExactly(OK, FAILED);
    take(other);
    assertThat(recorder.drain()).containsExactly(other);
    assertThat(recorder.drain()).isEmpty();
  }

  @Test
  void requestsAreDecodedInTheBackground() throws InterruptedException {
    EndedExchange ended = new EndedExchange(OK);
    recorder.take(ended);

    assertThat(ended.decoded.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(recorder.drain()).containsExactly(OK);
  }

  @Test
  void whoeverAddsMoreThanTheBackgroundCanTakeDecodesOne() {
    recorder.beginTrial(null, new Closed(3));
    List<EndedExchange> ended = new ArrayList<>();
    // Whoever has the lock keeps the background from decoding.
    synchronized (recorder) {
      for (int i = 0; i < 64 + 2 * 3 + 2; i++) {
        ended.add(new EndedExchange(OK));
        recorder.take(ended.get(i));
        assertThat(ended)
            .filteredOn(one -> one.decoded.getCount() == 0)
            .hasSize(Math.max(0, i - 69));
      }
    }
    assertThat(recorder.drain()).hasSize(72);
  }

  @Test
  void recordsOfATrialAreInItsFileWhenItHasEnded() {
    RecordWriter file = RecordWriter.append(file());
    recorder.beginTrial(file, Closed.ONE);
    take(OK, FAILED);
    recorder.endTrial();
    take(HandMade.ok(1, 200, 220));
    recorder.endTrial();

    assertThatThrownBy(() -> file.write(OK)).as("closed").hasMessageContaining("cannot write");
    assertThat(kept()).extracting(RequestRecord::id).containsExactly(OK.id(), FAILED.id());
    assertThat(recorder.drain()).hasSize(3);
  }

  @Test
  void aStackThatAnswersNothingTwentyTimesInARowIsNotWorthGoingOn() {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    fail(19);
    take(OK);
    fail(19);
    recorder.drain();
    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();

    fail(1);
    recorder.drain();

    // Whoever has the lock keeps the background from decoding.
    synchronized (recorder) {
      take(OK);
      assertThatThrownBy(recorder::stopIfHopeless)
          .isInstanceOf(Recorder.HopelessTrial.class)
          .hasMessage(
              "a failed 20 requests in a row; the last: http error (status 503): status 503");
      assertThat(kept()).as("with what was in the queue").hasSize(19 + 1 + 20 + 1);
    }
    recorder.endTrial();
  }

  @Test
  void aNewTrialBeginsWithoutTheTroubleOfTheLast() {
    fail(1);
    recorder.drain();
    assertThatThrownBy(recorder::stopIfHopeless).isInstanceOf(Recorder.HopelessTrial.class);

    recorder.beginTrial(null, Closed.ONE);

    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();
  }

  @Test
  void failuresOfTheLastTrialAreNoneOfThis() {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    fail(19);
    recorder.endTrial();

    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    fail(19);
    recorder.drain();

    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();
    recorder.endTrial();
  }

  @Test
  void byHandALastRequestThatFailedFailsTheTrial() {
    take(OK);
    assertThatCode(recorder::endTrial).doesNotThrowAnyException();
    take(FAILED);
    assertThatThrownBy(recorder::endTrial)
        .isInstanceOf(Recorder.HopelessTrial.class)
        .hasMessageContaining("failed 1 requests in a row");
  }

  @Test
  void recordsThatCannotBeKeptEndTheTrialAndAreStillCounted() {
    RecordWriter broken = RecordWriter.append(file());
    broken.close();
    recorder.beginTrial(broken, Closed.ONE);
    take(OK, OK);
    recorder.drain();

    take(FAILED);

    assertThatThrownBy(recorder::stopIfHopeless).hasMessageContaining(file().toString());
    assertThat(recorder.drain()).containsExactly(FAILED);
  }

  private void take(RequestRecord... records) {
    for (RequestRecord record : records) {
      recorder.take(new EndedExchange(record));
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      take(FAILED);
    }
  }

  private Path file() {
    return folder.resolve("records.jsonl");
  }

  private List<RequestRecord> kept() {
    List<RequestRecord> kept = new ArrayList<>();
    assertThat(Files.exists(file())).isTrue();
    RecordReader.read(file(), kept::add, problem -> {});
    return kept;
  }
}
