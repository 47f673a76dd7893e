package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.TimePart.AFTER;
import static org.inferometer.result.TimePart.COMPUTE;
import static org.inferometer.result.TimePart.DECODE;
import static org.inferometer.result.TimePart.DELAY;
import static org.inferometer.result.TimePart.FIRST;
import static org.inferometer.result.TimePart.OUTSIDE;
import static org.inferometer.result.TimePart.PREFILL;
import static org.inferometer.result.TimePart.QUEUE;
import static org.inferometer.result.TimePart.REST;
import static org.inferometer.result.TimePart.UNTOLD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSideTest {
  @TempDir Path folder;
  private HandMade run;

  @BeforeEach
  void makeRun() throws IOException {
    run = HandMade.run(folder, Mode.STREAM, List.of(1), "a");
  }

  /** A server's mean that is not the client's, as it was seen one day. */
  @Test
  void warmUpThatTheServerCountsExplainsWhyItsMeanIsAnother() throws IOException {
    requests(Phase.WARMUP, 9, 537);
    requests(Phase.MEASURED, 110, 325);
    counters(
        "",
        """
        "ttftSeconds":%s,"ttftCount":119,"itlSeconds":11.88,"itlCount":119,"promptTokens":1190,\
        "outputTokens":238"""
            .formatted(119 * 0.339));

    List<ServerCheck> checks = run.read("a").side().checks();

    assertThat(checks)
        .extracting(ServerCheck::what)
        .containsExactly(
            CheckedBySides.TTFT,
            CheckedBySides.ITL,
            CheckedBySides.PROMPT_TOKENS,
            CheckedBySides.OUTPUT_TOKENS);
    ServerCheck ttft = checks.get(0);
    assertThat(ttft.server()).isCloseTo(339, within(1e-9));
    assertThat(ttft.client()).isCloseTo((9 * 537 + 110 * 325) / 119.0, within(1e-9));
    assertThat(ttft.measured()).isCloseTo(325, within(1e-9));
    assertThat(List.of(ttft.serverCount(), ttft.clientCount(), ttft.measuredCount()))
        .containsExactly(119L, 119L, 110L);
    assertThat(ttft.words())
        .isEqualTo(
            "+16.03 ms: 9 requests of warm-up and edges; -2.03 ms (0.6 %): unseen by the server");
    assertThat(ttft.measured() + 16.03 - 2.03).isCloseTo(ttft.server(), within(0.01));
    assertThat(checks.get(1).words())
        .isEqualTo("0.00 ms: 9 gaps of warm-up and edges; -0.17 ms (0.2 %): unseen by the server");
    assertThat(checks.get(3).words())
        .isEqualTo("+18: 9 requests of warm-up and edges; the rest agrees");
    assertThat(checks).noneMatch(ServerCheck::open);
  }

  @Test
  void gapsWithinOneReadAreTheServersToo() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    run.write(
        "a", 1, HandMade.answer(1, 1, Phase.MEASURED, 9000, new long[] {9100}, new int[] {3}, 3));
    counters("", "\"itlSeconds\":1.0,\"itlCount\":12");

    ServerCheck itl = run.read("a").side().checks().get(0);

    assertThat(itl.client()).isCloseTo(1000.0 / 12, within(1e-9));
    assertThat(itl.measured()).isCloseTo(100, within(1e-9));
    assertThat(itl.words())
        .isEqualTo(
            "-16.67 ms: 0 gaps of warm-up and edges and 2 within one read;"
                + " 0.00 ms (0.0 %): unseen by the server");
    assertThat(itl.open()).isFalse();
  }

  @Test
  void gapsMayBeShorterHereThanTheyWereThere() throws IOException {
    requests(Phase.MEASURED, 10, 100);

    counters("", "\"itlSeconds\":1.03,\"itlCount\":10");
    ServerCheck itl = run.read("a").side().checks().get(0);
    assertThat(itl.words())
        .isEqualTo("+3.00 ms (3.0 %): a first token was longer on its way than the last");
    assertThat(itl.open()).isFalse();

    counters("", "\"itlSeconds\":1.2,\"itlCount\":10");
    assertThat(run.read("a").side().checks().get(0).open()).isTrue();
  }

  @Test
  void whatCannotBeOrTakesTooLongStaysOpen() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    counters("", "\"ttftSeconds\":1.2,\"ttftCount\":10,\"outputTokens\":30");
    assertThat(run.read("a").side().checks())
        .extracting(ServerCheck::words)
        .containsExactly(
            "+20.00 ms: more than the client saw, which cannot be",
            "+10 (50.0 %): the two count differently");
    assertThat(run.read("a").side().checks()).allMatch(ServerCheck::open);

    counters("", "\"ttftSeconds\":0.8,\"ttftCount\":10");
    assertThat(run.read("a").side().checks().get(0).words())
        .isEqualTo("-20.00 ms (20.0 %): unseen by the server");
    assertThat(run.read("a").side().checks().get(0).open()).isTrue();

    counters("", "\"ttftSeconds\":1.188,\"ttftCount\":12");
    assertThat(run.read("a").side().checks().get(0).words())
        .startsWith("the server counted 2 more: others ask it, too; ");
    assertThat(run.read("a").side().checks().get(0).open()).isTrue();
    assertThat(run.read("a").validity().reasons())
        .extracting(Reason::sentence)
        .contains(
            "16.7 % of the requests that the server counted were not this client's, limit 1 %");
  }

  @Test
  void aServerMayHaveCountedWhatFailedHereAndNoMore() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    run.write("a", 1, HandMade.failed(1, 9000, 9010), HandMade.failed(1, 9100, 9110));
    String agreed = "; 0.00 ms (0.0 %): unseen by the server";

    assertThat(ttft(12)).isEqualTo("the server counted 2 more: of those that failed here" + agreed);
    assertThat(open()).isFalse();
    assertThat(ttft(13)).isEqualTo("the server counted 3 more: others ask it, too" + agreed);
    assertThat(open()).isTrue();
    assertThat(ttft(8)).isEqualTo("the server counted 2 fewer, as many as failed" + agreed);
    assertThat(open()).isFalse();
    assertThat(ttft(7)).isEqualTo("the server counted 3 fewer" + agreed);
    assertThat(open()).isTrue();
  }

  /** What is said where the server counted {@code count} first tokens after as long as here. */
  private String ttft(int count) throws IOException {
    counters("", "\"ttftSeconds\":%s,\"ttftCount\":%d".formatted(0.1 * count, count));
    return run.read("a").side().checks().get(0).words();
  }

  private boolean open() {
    return run.read("a").side().checks().get(0).open();
  }

  @Test
  void gapsMayDifferByAHundredthInNumber() throws IOException {
    requests(Phase.MEASURED, 100, 100);

    counters("", "\"itlSeconds\":10.1,\"itlCount\":101");
    assertThat(run.read("a").side().checks().get(0).words()).startsWith("0.00 ms (0.0 %): ");
    counters("", "\"itlSeconds\":10.2,\"itlCount\":102");
    assertThat(run.read("a").side().checks().get(0).words())
        .startsWith("the server counted 2 more");
    counters("", "\"itlSeconds\":9.8,\"itlCount\":98");
    assertThat(run.read("a").side().checks().get(0).words())
        .startsWith("the server counted 2 fewer;");
  }

  @Test
  void timesMayDifferByRoundingAndByWhatPassesOutsideOfAServer() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    assertThat(mean("ttft", 100.9)).isEqualTo("+0.90 ms (0.9 %): unseen by the server");
    assertThat(open()).isFalse();
    assertThat(mean("ttft", 101.1)).contains("which cannot be");
    assertThat(mean("ttft", 90.5)).isEqualTo("-9.50 ms (9.5 %): unseen by the server");
    assertThat(open()).as("less than a tenth").isFalse();
    assertThat(mean("ttft", 89.5)).isEqualTo("-10.50 ms (10.5 %): unseen by the server");
    assertThat(open()).isTrue();
  }

  @Test
  void aShareOfAVeryShortTimeIsNoQuestion() throws IOException {
    requests(Phase.MEASURED, 10, 10);
    assertThat(mean("ttft", 5.5)).isEqualTo("-4.50 ms (45.0 %): unseen by the server");
    assertThat(open()).isFalse();
    mean("ttft", 4.5);
    assertThat(open()).isTrue();
  }

  /** What is said where the server's mean over ten is {@code millis}. */
  private String mean(String what, double millis) throws IOException {
    counters("", "\"%sSeconds\":%s,\"%1$sCount\":10".formatted(what, millis / 100));
    return run.read("a").side().checks().get(0).words();
  }

  @Test
  void tokensMayDifferByTwoPercentOrByThoseOfRequestsThatFailed() throws IOException {
    requests(Phase.MEASURED, 100, 100);
    assertThat(tokens(204)).isEqualTo("+4 (2.0 %): the two count differently");
    assertThat(open()).isFalse();
    tokens(205);
    assertThat(open()).isTrue();
    tokens(195);
    assertThat(open()).isTrue();

    run.write("a", 1, HandMade.failed(1, 90_000, 90_010));
    assertThat(tokens(300)).isEqualTo("+100 (50.0 %): 1 requests failed or did not tell");
    assertThat(open()).as("of the one that failed").isFalse();
    tokens(195);
    assertThat(open()).as("of none").isTrue();
  }

  /** What is said where the server counted {@code count} output tokens. */
  private String tokens(int count) throws IOException {
    counters("", "\"outputTokens\":" + count);
    return run.read("a").side().checks().get(0).words();
  }

  @Test
  void aCounterThatWasSetBackSaysNothingAndOneThatWasNotUsedYetBeganAtZero() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    counters(
        "\"ttftSeconds\":5,\"ttftCount\":50,\"outputTokens\":7",
        "\"ttftSeconds\":1,\"ttftCount\":10,\"outputTokens\":9");
    assertThat(run.read("a").side().checks()).isEmpty();
    assertThat(run.read("a").side().isTold()).isFalse();

    counters("\"running\":1", "\"ttftSeconds\":0.99,\"ttftCount\":10");
    assertThat(run.read("a").side().checks()).hasSize(1);
  }

  /** Sums over engines that a page tells in another order each time. */
  @Test
  void roundingSetsNoCounterBack() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    counters(
        "\"queueSeconds\":0.6000000000000001,\"ttftSeconds\":0,\"ttftCount\":0",
        "\"queueSeconds\":0.6,\"ttftSeconds\":0.99,\"ttftCount\":10");
    assertThat(run.read("a").side().checks()).hasSize(1);

    counters(
        "\"queueSeconds\":0.6001,\"ttftSeconds\":0,\"ttftCount\":0",
        "\"queueSeconds\":0.6,\"ttftSeconds\":0.99,\"ttftCount\":10");
    assertThat(run.read("a").side().checks()).isEmpty();
  }

  @Test
  void whatTheClientDoesNotKnowIsNoNumber() throws IOException {
    run.write("a", 1, HandMade.failed(1, 1, 50), HandMade.failed(1, 51, 90));
    counters("", "\"queueSeconds\":0.2,\"queueCount\":2");

    assertThat(run.read("a").side().parts()).doesNotContainKeys(QUEUE, REST, OUTSIDE);
    assertThat(run.read("a").side().parts().values()).allMatch(Double::isFinite);

    run.write(
        "a", 1, HandMade.answer(1, 1, Phase.MEASURED, 100, new long[] {150}, new int[] {0}, 0));
    counters("", "\"outputTokens\":5");
    assertThat(run.read("a").side().checks())
        .extracting(ServerCheck::words)
        .containsExactly("+5: 2 requests failed or did not tell");
  }

  @Test
  void takesTheTimeOfARequestApart() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    counters(
        "",
        """
        "latencySeconds":1.9,"latencyCount":10,"queueSeconds":0.2,"queueCount":10,\
        "prefillSeconds":0.6,"prefillCount":10,"decodeSeconds":1.0,"decodeCount":10,"preemptions":3""");

    ServerSide side = run.read("a").side();

    assertThat(rounded(side))
        .isEqualTo(
            Map.of(DELAY, 1L, OUTSIDE, 10L, QUEUE, 20L, PREFILL, 60L, DECODE, 100L, REST, 10L));
    assertThat(side.preemptions()).isEqualTo(3);
    assertThat(side.requests()).isEqualTo(10);
  }

  @Test
  void saysOnlyWhatIsTold() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    assertThat(rounded(run.read("a").side()))
        .isEqualTo(Map.of(DELAY, 1L, FIRST, 100L, AFTER, 100L));
    assertThat(run.read("a").side().isTold()).isFalse();

    counters(
        "", "\"computeSeconds\":1.5,\"computeCount\":10,\"queueSeconds\":0.1,\"queueCount\":10");
    assertThat(rounded(run.read("a").side()))
        .as("without the server's whole time, the rest may be outside of it, too")
        .isEqualTo(Map.of(DELAY, 1L, QUEUE, 10L, COMPUTE, 150L, UNTOLD, 40L));

    counters(
        "", "\"latencySeconds\":9.9,\"latencyCount\":30,\"queueSeconds\":0.1,\"queueCount\":30");
    assertThat(rounded(run.read("a").side()))
        .as("of other requests")
        .isEqualTo(Map.of(DELAY, 1L, FIRST, 100L, AFTER, 100L));
  }

  @Test
  void whatFailedOnItsWayIsNoPartOfTheTimeOfAnswers() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    RequestRecord late =
        HandMade.answer(1, 1, Phase.MEASURED, 9000, new long[] {9900}, new int[] {1}, 1);
    run.damage("a", 1, HandMade.line(late, "\"outcome\":\"ok\"", "\"outcome\":\"timeout\""));
    run.damage(
        "a",
        1,
        HandMade.line(
            HandMade.failed(1, 9950, 9960), "\"scheduled\":\\d+", "\"scheduled\":9000000000"));

    assertThat(rounded(run.read("a").side()))
        .isEqualTo(Map.of(DELAY, 1L, FIRST, 100L, AFTER, 100L));
  }

  @Test
  void levelsAreOfTheMeasuredTime() throws IOException {
    requests(Phase.MEASURED, 2, 100);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append(
          "{\"at\":%d,\"source\":\"server:a\",\"values\":{\"running\":1,\"waiting\":%d,\"kvCacheShare\":0.%d}}\n"
              .formatted(i * 50_000_000L, i % 2 * 4, i % 10));
    }
    Files.writeString(run.directory.samples(), lines);

    ServerSide side = run.read("a").side();

    assertThat(side.running()).isEqualTo(1);
    assertThat(side.mostWaiting()).isEqualTo(4);
    assertThat(side.waiting()).isBetween(1.0, 3.0);
    assertThat(side.mostKvCache()).isBetween(0.3, 0.9);
    assertThat(side.isTold()).isTrue();
  }

  @Test
  void whatTheServerDidWhileTheSlowestWereUnderWayIsToldApart() throws IOException {
    requests(Phase.MEASURED, 10, 100);
    run.write("a", 1, HandMade.ok(1, 4100, 4900, 5000));
    Files.writeString(
        run.directory.samples(),
        """
        {"at":0,"source":"server:a","values":{"waiting":0}}
        {"at":4000000000,"source":"server:a","values":{"waiting":0}}
        {"at":4050000000,"source":"server:a","values":{"waiting":8}}
        {"at":5050000000,"source":"server:a","values":{"waiting":8}}
        """);

    ServerSide side = run.read("a").side();

    assertThat(side.waitingAtSlowest()).isCloseTo(8, within(1e-9));
    assertThat(side.mostWaiting()).isEqualTo(8);
  }

  private static Map<TimePart, Long> rounded(ServerSide side) {
    return side.parts().entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> Math.round(e.getValue())));
  }

  /** Each of two tokens, 100 ms apart. */
  private void requests(Phase phase, int count, long p2ft) {
    run.write(
        "a",
        1,
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  long start = 100 + i * (p2ft + 200);
                  long[] at = {start + p2ft, start + p2ft + 100};
                  return HandMade.answer(1, 1, phase, start, at, new int[] {1, 1}, 2);
                })
            .toArray(RequestRecord[]::new));
  }

  private void counters(String before, String after) throws IOException {
    Files.writeString(
        run.directory.counters(),
        "{\"stack\":\"a\",\"trial\":\"%s\",\"repeat\":1,\"before\":{%s},\"after\":{%s}}\n"
            .formatted(run.trial(1), before, after),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
