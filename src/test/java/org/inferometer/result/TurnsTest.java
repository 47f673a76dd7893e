package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of each turn of conversations, counted by hand. */
class TurnsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @TempDir private Path folder;
  private final Turns turns = new Turns();

  @Test
  void aTurnIsTheMeanOfItsAnswersInEachRepeat() throws IOException {
    add(HandMade.ok(1, 100, 110, 130), 1, true, 0);
    add(HandMade.ok(1, 200, 230, 270), 1, true, 0);
    add(HandMade.ok(2, 100, 180, 190), 1, true, 0);
    add(HandMade.ok(1, 300, 305, 310, 315), 2, true, 0);

    List<TurnResult> found = turns.results(fork -> fork);

    assertThat(found).extracting(TurnResult::number).containsExactly(1, 2);
    TurnResult first = found.get(0);
    assertThat(first.requests()).isEqualTo(3);
    assertThat(first.failed()).isZero();
    assertThat(first.mean(Metric.P2FT).byRepeat().get(1)).as("10 and 30").isCloseTo(20, EXACT);
    assertThat(first.mean(Metric.P2FT).value()).as("of 20 and 80").isCloseTo(40, EXACT);
    assertThat(first.mean(Metric.P2FT).count()).isEqualTo(3);
    assertThat(first.mean(Metric.P2FT).repeats()).isEqualTo(2);
    assertThat(first.mean(Metric.TOTAL_LATENCY).byRepeat().get(1))
        .as("30 and 70")
        .isCloseTo(50, EXACT);
    assertThat(first.mean(Metric.PROMPT_TOKENS).value()).isCloseTo(10, EXACT);
    assertThat(found.get(1).mean(Metric.OUTPUT_TOKENS).value()).isCloseTo(3, EXACT);
  }

  @Test
  void repeatsOfALaunchAreOneValue() throws IOException {
    add(HandMade.ok(1, 100, 110, 130), 1, true, 3);
    add(HandMade.ok(2, 100, 130, 190), 1, true, 4);
    add(HandMade.ok(3, 100, 180, 190), 1, true, 8);

    TurnResult first = turns.results(fork -> fork < 3 ? 1 : 2).get(0);

    assertThat(first.mean(Metric.P2FT).byRepeat())
        .hasSize(2)
        .hasEntrySatisfying(1, mean -> assertThat(mean).isCloseTo(20, EXACT))
        .hasEntrySatisfying(2, mean -> assertThat(mean).isCloseTo(80, EXACT));
    assertThat(first.mean(Metric.P2FT).count()).isEqualTo(3);
    assertThat(first.earlier().byRepeat().get(1)).as("7 of 20").isCloseTo(0.35, EXACT);
    assertThat(first.earlier().byRepeat().get(2)).as("8 of 10").isCloseTo(0.8, EXACT);
  }

  @Test
  void whatFailedIsCountedAndNothingElse() throws IOException {
    add(HandMade.ok(1, 100, 110, 130), 1, true, 0);
    add(HandMade.failed(1, 200, 210), 1, true, 0);
    add(HandMade.cancelled(1, 300, 310), 1, true, 0);
    add(HandMade.failed(1, 400, 410), 2, true, 0);

    List<TurnResult> found = turns.results(fork -> fork);

    assertThat(found.get(0).requests()).isEqualTo(3);
    assertThat(found.get(0).failed()).isEqualTo(1);
    assertThat(found.get(0).mean(Metric.P2FT).count()).isEqualTo(1);
    assertThat(found.get(1).mean(Metric.P2FT).isPresent()).isFalse();
    assertThat(found.get(1).earlier().isPresent()).isFalse();
  }

  @Test
  void sharesAreOfAllAnswersAndMeansOfTheCommonOnes() throws IOException {
    add(cached(HandMade.ok(1, 100, 110, 130), 4), 1, true, 5);
    add(cached(HandMade.ok(1, 200, 290, 300), 2), 1, false, 9);

    TurnResult first = turns.results(fork -> fork).get(0);

    assertThat(first.mean(Metric.P2FT).value()).isCloseTo(10, EXACT);
    assertThat(first.cached().value()).as("6 of 20").isCloseTo(0.3, EXACT);
    assertThat(first.cached().count()).as("tokens").isEqualTo(20);
    assertThat(first.earlier().value()).as("14 of 20").isCloseTo(0.7, EXACT);
  }

  @Test
  void aCacheIsToldWhereAnyTurnTellsOfOne() throws IOException {
    add(HandMade.ok(1, 100, 110, 130), 1, true, 0);
    assertThat(turns.results(fork -> fork).get(0).cached().isPresent()).isFalse();

    add(cached(HandMade.ok(1, 200, 210, 230), 10), 2, true, 0);
    assertThat(turns.results(fork -> fork))
        .extracting(one -> one.cached().value())
        .containsExactly(0.0, 1.0);
  }

  @Test
  void whatIsNoConversationHasNoTurns() {
    turns.add(HandMade.ok(1, 100, 110, 130), true, 0);

    assertThat(turns.results(fork -> fork)).isEmpty();
  }

  private void add(RequestRecord record, int turn, boolean common, int earlier) throws IOException {
    String labels = "\"phase\":\"measured\",\"conversation\":\"c\",\"turn\":%d,\"turns\":9";
    turns.add(changed(record, "\"phase\":\"measured\"", labels.formatted(turn)), common, earlier);
  }

  private RequestRecord cached(RequestRecord record, int tokens) throws IOException {
    return changed(record, "\"promptTokens\"", "\"cachedTokens\":" + tokens + ",\"promptTokens\"");
  }

  private RequestRecord changed(RequestRecord record, String found, String replacement)
      throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.writeString(file, HandMade.line(record, found, replacement));
    return RecordReader.first(file).orElseThrow();
  }
}
