package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Open;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.result.HandMade;
import org.inferometer.run.Cell;
import org.inferometer.run.Texts;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.inferometer.wire.AnswerText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
  void recordsOfAnIterationAreReadAgainFromTheirFileAndNoneOfAnother() {
    RecordWriter earlier = RecordWriter.append(file());
    earlier.write(FAILED);
    earlier.close();
    RequestRecord other = HandMade.ok(1, 200, 220);
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    assertThat(recorder.drain()).isEmpty();

    take(OK, FAILED);
    assertThat(recorder.drain())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(OK, FAILED);
    take(other);
    recorder.endTrial();
    assertThat(recorder.drain())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(other);
    assertThat(recorder.drain()).isEmpty();
  }

  @Test
  void aFileThatIsCutOffOrTakenAwayEndsTheTrialInsteadOfAnIterationOfTheRest() throws IOException {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    take(OK, OK);
    assertThat(recorder.drain()).hasSize(2);

    take(OK, OK);
    while (kept().size() < 4) {
      Thread.onSpinWait();
    }
    Files.writeString(file(), "");
    assertThatThrownBy(recorder::drain)
        .hasMessageContaining(file() + " has 0 of the 2 records that were written");
    Files.delete(file());
    assertThatThrownBy(recorder::drain)
        .hasMessageContaining(file() + " has 0 of the 2 records that were written");

    recorder.endTrial();
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    take(OK);
    assertThat(recorder.drain()).as("of another trial").hasSize(1);
    recorder.endTrial();
  }

  @Test
  @Timeout(60)
  void aRecordThatItsFileHasIsNotHeldInMemory() throws InterruptedException {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    WeakReference<RequestRecord> written = takeOne();

    while (written.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(recorder.drain()).hasSize(1);
    recorder.endTrial();
  }

  private WeakReference<RequestRecord> takeOne() {
    RequestRecord record = HandMade.ok(1, 300, 320);
    take(record);
    return new WeakReference<>(record);
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
  void whatItsLoadGivesUpIsNeitherAFailureNorAnAnswer() {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    fail(19);
    take(HandMade.cancelled(1, 200, 210));
    recorder.drain();
    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();

    fail(1);
    recorder.drain();
    assertThatThrownBy(recorder::stopIfHopeless)
        .hasMessageStartingWith("a failed 20 requests in a row");
    recorder.endTrial();
  }

  @Test
  void aScheduleThatWasAnsweredOnceGoesOnHoweverMuchFails() {
    Open load =
        new Open(new org.inferometer.load.Rate(10, Gaps.CONSTANT, Duration.ofSeconds(1)), null);
    recorder.beginTrial(RecordWriter.append(file()), load);
    take(OK);
    fail(100);
    recorder.drain();
    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();
    recorder.endTrial();

    recorder.beginTrial(RecordWriter.append(file()), load);
    fail(20);
    recorder.drain();
    assertThatThrownBy(recorder::stopIfHopeless)
        .as("it never answered")
        .isInstanceOf(Recorder.HopelessTrial.class);
    recorder.endTrial();
  }

  @Test
  void aStackThatHasGoneEndsTheTrialAndNotTheNextOne() {
    RequestRecord[] spread = {
      HandMade.failed(1, 100, 101), HandMade.failed(1, 200, 201), HandMade.failed(1, 300, 301)
    };
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    recorder.endWith(new Absence(200_000_000));
    take(spread[0], spread[1]);
    recorder.drain();
    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();
    take(spread[2]);
    recorder.drain();
    assertThatThrownBy(recorder::stopIfHopeless)
        .hasMessageStartingWith("a failed 3 requests in a row");
    recorder.endTrial();

    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    take(spread);
    recorder.drain();
    assertThatCode(recorder::stopIfHopeless).doesNotThrowAnyException();
    recorder.endTrial();
  }

  @Test
  void aTrialThatIsGivenUpTellsTheReason() {
    RuntimeException reason = new IllegalStateException("full");
    recorder.giveUp(reason);
    take(OK);

    assertThatThrownBy(recorder::stopIfHopeless).isSameAs(reason);
    assertThat(recorder.drain()).containsExactly(OK);
  }

  @Test
  void aRecordWaitsUntilItsTokensAreCounted() throws Exception {
    Path model = folder.resolve("model");
    ModelWriter.write(
        new ModelShape(1, 64, 2, 2, 512, 64).config(model, Architecture.GPT2),
        1,
        WeightType.FLOAT32,
        1);
    RequestRecord estimated =
        new RecordDraft(OK)
            .with("model", "model")
            .with("task", "task")
            .with("tokenSource", TokenSource.EVENTS)
            .with("outputTokens", 9)
            .record();
    recorder.beginTrial(
        RecordWriter.append(file()), Closed.ONE, AnswerTexts.of(List.of(counting(model)), null));
    EndedExchange first = new EndedExchange(estimated, new AnswerText(" of the", ""));
    recorder.take(first);
    assertThat(first.decoded.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kept()).isEmpty();

    assertThat(recorder.drain())
        .singleElement()
        .matches(one -> one.tokenSource() == TokenSource.TOKENIZER && one.outputTokens() == 2);
    assertThat(kept()).extracting(RequestRecord::outputTokens).containsExactly(2);

    RequestRecord told =
        new RecordDraft(OK)
            .with("model", "model")
            .with("task", "task")
            .with("outputTokens", 3)
            .record();
    EndedExchange second = new EndedExchange(told, new AnswerText(" of the", ""));
    // Whoever has the lock keeps the background from decoding.
    synchronized (recorder) {
      recorder.take(second);
      recorder.giveUp(new IllegalStateException("so that what is queued is decoded now"));
      assertThatThrownBy(recorder::stopIfHopeless).hasMessageStartingWith("so that");
      assertThat(kept()).as("what the server counts does not wait").hasSize(2);
    }
    recorder.drain();

    recorder.take(new EndedExchange(estimated, new AnswerText(" of the and", " to")));
    recorder.endTrial();
    assertThat(kept()).extracting(RequestRecord::outputTokens).containsExactly(2, 3, 4);
    assertThat(recorder.drain()).extracting(RequestRecord::reasoningTokens).containsExactly(1);

    recorder.beginTrial(
        RecordWriter.append(file()), Closed.ONE, AnswerTexts.of(List.of(counting(model)), null));
    recorder.take(new EndedExchange(estimated, new AnswerText(" of the and", "")));
    recorder.writeTheLast(10_000);
    assertThat(kept())
        .as("a process that ends has no time to count")
        .extracting(RequestRecord::outputTokens)
        .containsExactly(2, 3, 4, 9);
    recorder.endTrial();
  }

  @Test
  @Timeout(60)
  void aRecordThatIsNeverDecodedKeepsNoProcessFromItsEnd() {
    recorder.beginTrial(RecordWriter.append(file()), Closed.ONE);
    CountDownLatch never = new CountDownLatch(1);
    EndedExchange stuck =
        new EndedExchange(OK) {
          @Override
          public RequestRecord record() {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.record();
          }
        };
    recorder.take(stuck);

    recorder.writeTheLast(50);

    assertThat(kept()).isEmpty();
    never.countDown();
    recorder.writeTheLast(10_000);
    assertThat(kept()).extracting(RequestRecord::id).containsExactly(OK.id());
    recorder.endTrial();
  }

  private static Cell counting(Path model) {
    Duration second = Duration.ofSeconds(1);
    Cell cell = ShortCell.of("a", URI.create("http://127.0.0.1:1"), Closed.ONE, second, second);
    return ShortCell.with(cell, cell.labels(), new Texts(false, model));
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
