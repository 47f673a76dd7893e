package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.inferometer.result.GapsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each metric of requests whose times are known to the nanosecond. */
class RequestMetricsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  /** Free at 90, started at 100, three tokens from 120 to 160, terminator at 165. */
  private static final String STREAM =
      """
      "mode":"stream","scheduled":90,"started":100,"head":105,"closed":165,"outputTokens":3,
      "at":[120,130,160],"events":[1,1,1],"tokens":[1,1,1]""";

  @TempDir private Path folder;

  @Test
  void ofAStream() throws IOException {
    RequestRecord r = record(STREAM);

    assertThat(RequestMetrics.p2ft(r)).isEqualTo(20);
    assertThat(RequestMetrics.p2ftFromSchedule(r)).isEqualTo(30);
    assertThat(RequestMetrics.ttfb(r)).isEqualTo(5);
    assertThat(RequestMetrics.totalLatency(r)).isEqualTo(60);
    assertThat(RequestMetrics.totalLatencyFromSchedule(r)).isEqualTo(70);
    assertThat(RequestMetrics.closeLatency(r)).isEqualTo(65);
    assertThat(RequestMetrics.scheduleDelay(r)).isEqualTo(10);
    assertThat(RequestMetrics.tpot(r)).isEqualTo(20);
    assertThat(RequestMetrics.tokenSpeed(r)).isCloseTo(3 * 1e9 / 60, EXACT);
    assertThat(RequestMetrics.decodeSpeed(r)).isCloseTo(1e9 / 20, EXACT);
    assertThat(RequestMetrics.normalizedLatency(r)).isEqualTo(20);
    assertThat(GapsOf.tokens(r)).containsExactly(10, 30);
    assertThat(GapsOf.chunks(r)).containsExactly(10, 30);
    assertThat(RequestMetrics.hasGaps(r)).isTrue();
    assertThat(RequestMetrics.hiddenTokens(r)).isZero();
  }

  @Test
  void ofAnAnswerThatIsNotStreamed() throws IOException {
    RequestRecord r =
        record(
            """
            "mode":"sync","started":100,"head":105,"closed":165,"outputTokens":3,
            "at":[130,160],"events":[1,1]""");

    assertThat(RequestMetrics.p2ft(r)).isNaN();
    assertThat(RequestMetrics.p2ftFromSchedule(r)).isNaN();
    assertThat(RequestMetrics.scheduleDelay(r)).as("no schedule is known").isNaN();
    assertThat(RequestMetrics.totalLatency(r)).isEqualTo(60);
    assertThat(RequestMetrics.normalizedLatency(r)).isEqualTo(20);
    assertThat(RequestMetrics.tokenSpeed(r)).isCloseTo(3 * 1e9 / 60, EXACT);
    assertThat(RequestMetrics.tpot(r)).isNaN();
    assertThat(RequestMetrics.decodeSpeed(r)).isNaN();
    assertThat(RequestMetrics.hasGaps(r)).isFalse();
    assertThat(GapsOf.tokens(r)).isEmpty();
    assertThat(GapsOf.chunks(r)).isEmpty();
  }

  @Test
  void ofARequestThatBroughtNothing() throws IOException {
    RequestRecord r =
        record("\"outcome\":\"timeout\",\"mode\":\"stream\",\"scheduled\":1,\"started\":1");

    assertThat(RequestMetrics.scheduleDelay(r)).isZero();
    for (double one :
        new double[] {
          RequestMetrics.p2ft(r),
          RequestMetrics.ttfb(r),
          RequestMetrics.totalLatency(r),
          RequestMetrics.closeLatency(r),
          RequestMetrics.tpot(r),
          RequestMetrics.tokenSpeed(r),
          RequestMetrics.normalizedLatency(r)
        }) {
      assertThat(one).isNaN();
    }
    assertThat(GapsOf.tokens(r)).isEmpty();
    assertThat(GapsOf.chunks(r)).isEmpty();
  }

  @Test
  void ofReadsWithoutContent() throws IOException {
    RequestRecord r = stream("[110,120]", "[0,0]", "\"outputTokens\":0");

    assertThat(r.firstContent()).isEqualTo(-1);
    assertThat(r.lastContent()).isEqualTo(-1);
    assertThat(RequestMetrics.p2ft(r)).isNaN();
    assertThat(RequestMetrics.totalLatency(r)).isNaN();
  }

  @Test
  void aSpeedNeedsATokenAndATime() throws IOException {
    RequestRecord none = stream("[120,160]", "[1,1]", "\"outputTokens\":0");
    RequestRecord one = stream("[120]", "[1]", "\"outputTokens\":1");
    RequestRecord atOnce = stream("[100]", "[1]", "\"outputTokens\":1");

    assertThat(RequestMetrics.tokenSpeed(none)).isNaN();
    assertThat(RequestMetrics.normalizedLatency(none)).isNaN();
    assertThat(RequestMetrics.tokenSpeed(one)).isCloseTo(1e9 / 20, EXACT);
    assertThat(RequestMetrics.normalizedLatency(one)).isEqualTo(20);
    assertThat(RequestMetrics.tokenSpeed(atOnce)).isNaN();
    assertThat(RequestMetrics.normalizedLatency(atOnce)).isZero();
  }

  @Test
  void timeBetweenTokensNeedsTwoOfThemAndTwoReads() throws IOException {
    RequestRecord one = stream("[120]", "[1]", "\"outputTokens\":1");
    RequestRecord oneRead = stream("[120]", "[2]", "\"outputTokens\":2,\"tokens\":[2]");
    RequestRecord sameTime = stream("[120,120]", "[1,1]", "\"outputTokens\":2");
    RequestRecord two = stream("[120,160]", "[1,1]", "\"outputTokens\":2");
    RequestRecord oneOfTwoEvents = stream("[120,160]", "[1,1]", "\"outputTokens\":1");

    assertThat(RequestMetrics.tpot(one)).isNaN();
    assertThat(RequestMetrics.hasGaps(one)).isFalse();
    assertThat(RequestMetrics.hasGaps(oneOfTwoEvents)).isFalse();
    assertThat(RequestMetrics.tpot(oneRead)).isNaN();
    assertThat(RequestMetrics.hasGaps(oneRead)).isFalse();
    assertThat(RequestMetrics.tpot(sameTime)).isNaN();
    assertThat(GapsOf.tokens(sameTime)).containsExactly(0);
    assertThat(RequestMetrics.tpot(two)).isEqualTo(40);
    assertThat(GapsOf.tokens(two)).containsExactly(40);
  }

  @Test
  void aReadOfSeveralTokensSharesItsGapAndOneOfNoneHasNone() throws IOException {
    RequestRecord r =
        stream("[110,120,125,150,152]", "[0,1,0,2,0]", "\"outputTokens\":4,\"tokens\":[0,1,0,3,0]");

    assertThat(RequestMetrics.p2ft(r)).isEqualTo(20);
    assertThat(RequestMetrics.totalLatency(r)).isEqualTo(50);
    assertThat(GapsOf.tokens(r)).containsExactly(10, 10, 10);
    assertThat(GapsOf.chunks(r)).containsExactly(30);
  }

  @Test
  void whereNothingTellsTokensOfEventsEachBringsOne() throws IOException {
    RequestRecord r = stream("[120,150]", "[1,3]", "\"outputTokens\":4");
    RequestRecord empty = stream("[120,150]", "[1,1]", "\"outputTokens\":2,\"tokens\":[1,0]");

    assertThat(GapsOf.tokens(r)).containsExactly(10, 10, 10);
    assertThat(GapsOf.tokens(empty)).as("at least one").containsExactly(30);
  }

  @Test
  void thereMayBeMoreGapsThanTokensToldOf() throws IOException {
    RequestRecord r = stream("[120,160]", "[1,1]", "\"outputTokens\":2,\"tokens\":[1,40]");

    assertThat(GapsOf.tokens(r)).hasSize(40).containsOnly(1);
  }

  @Test
  void eventsThatAreAboutAsManyAsTheTokensAreOneEach() throws IOException {
    // Within 2 %, or one.
    assertThat(RequestMetrics.hasGaps(events(100, 102))).isTrue();
    assertThat(RequestMetrics.hasGaps(events(100, 103))).isFalse();
    assertThat(RequestMetrics.hasGaps(events(102, 100))).isTrue();
    assertThat(RequestMetrics.hasGaps(events(103, 100))).isFalse();
    assertThat(RequestMetrics.hasGaps(events(3, 4))).isTrue();
    assertThat(RequestMetrics.hasGaps(events(3, 5))).isFalse();
    assertThat(RequestMetrics.tpot(events(3, 5))).as("needs no gaps").isEqualTo(2 / 4.0);
  }

  @Test
  void reasoningThatStayedWithTheServerIsNoStreamedToken() throws IOException {
    RequestRecord hidden =
        stream("[120,160]", "[1,1]", "\"outputTokens\":10,\"reasoningTokens\":8");
    RequestRecord told =
        stream(
            "[120,160]", "[1,1]", "\"outputTokens\":2,\"reasoningTokens\":1,\"reasoningEvents\":1");
    RequestRecord summary =
        stream(
            "[120,160]", "[1,1]", "\"outputTokens\":9,\"reasoningTokens\":8,\"reasoningEvents\":1");
    RequestRecord counted =
        stream(
            "[120,160]",
            "[1,1]",
            "\"tokens\":[8,1],\"outputTokens\":9,\"reasoningTokens\":8,\"reasoningEvents\":1");

    assertThat(RequestMetrics.hiddenTokens(hidden)).isEqualTo(8);
    assertThat(RequestMetrics.tpot(hidden)).isEqualTo(40);
    assertThat(RequestMetrics.normalizedLatency(hidden)).isEqualTo(6);
    assertThat(RequestMetrics.hiddenTokens(told)).isZero();
    assertThat(RequestMetrics.tpot(told)).isEqualTo(40);
    assertThat(RequestMetrics.tpot(summary)).as("how many came is unknown").isNaN();
    assertThat(RequestMetrics.tpot(counted)).isEqualTo(40 / 8.0);
  }

  @Test
  void whatCameInAFormOfItsOwnMayHaveBeenTokens() throws IOException {
    RequestRecord more = stream("[120,160]", "[1,1]", "\"outputTokens\":9,\"unknownEvents\":1");
    RequestRecord same = stream("[120,160]", "[1,1]", "\"outputTokens\":2,\"unknownEvents\":1");

    assertThat(RequestMetrics.tpot(more)).isNaN();
    assertThat(RequestMetrics.tpot(same)).isEqualTo(40);
  }

  @Test
  void tokensThatTheTokenizerCountedAllCame() throws IOException {
    RequestRecord told =
        stream(
            "[120,160]",
            "[1,1]",
            "\"outputTokens\":12,\"reasoningTokens\":8,\"reasoningEvents\":1");
    RequestRecord counted = told.counted(3, 8);

    assertThat(RequestMetrics.tpot(told)).isNaN();
    assertThat(counted.outputTokens()).isEqualTo(11);
    assertThat(counted.tokenSource()).isEqualTo(TokenSource.TOKENIZER);
    assertThat(RequestMetrics.hiddenTokens(counted)).isZero();
    assertThat(RequestMetrics.tpot(counted)).isEqualTo(40 / 10.0);
  }

  private RequestRecord events(int events, int tokens) throws IOException {
    List<Integer> at = IntStream.range(0, events).map(i -> 120 + i).boxed().toList();
    List<Integer> ones = IntStream.range(0, events).map(i -> 1).boxed().toList();
    return stream(at.toString(), ones.toString(), "\"outputTokens\":" + tokens);
  }

  private RequestRecord stream(String at, String events, String more) throws IOException {
    return record(
        "\"mode\":\"stream\",\"started\":100,\"closed\":900,\"at\":%s,\"events\":%s,%s"
            .formatted(at, events, more));
  }

  /** With {@code fields}, as a line of a records file has them. */
  private RequestRecord record(String fields) throws IOException {
    String line =
        "{\"id\":\"i\",\"stack\":\"s\",\"model\":\"m\",\"task\":\"t\",\"fork\":1,\"iteration\":1,"
            + "\"phase\":\"measured\",\"outcome\":\"ok\",%s}%n".formatted(fields.replace("\n", ""));
    Path file = Files.writeString(folder.resolve("records.jsonl"), line);
    List<RequestRecord> read = new ArrayList<>();
    RecordReader.read(
        file,
        read::add,
        problem -> {
          throw new IllegalArgumentException(problem);
        });
    return read.get(0);
  }
}
