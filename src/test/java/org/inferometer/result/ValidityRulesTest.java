package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Reason.Code;
import org.junit.jupiter.api.Test;

/** Each limit, and what lies on either side of it. */
class ValidityRulesTest extends JudgedRun {
  @Test
  void aMedianNeedsElevenAnswersAndATrialElevenCycles() throws IOException {
    assertThat(codes(1, cycles(1, 0, 10))).contains(Code.FEW_REQUESTS, Code.FEW_CYCLES);
    assertThat(codes(1, cycles(1, 0, 11)))
        .doesNotContain(Code.FEW_REQUESTS, Code.FEW_CYCLES, Code.SHORT_REPEATS);
  }

  @Test
  void failuresAreCyclesAndNoAnswers() throws IOException {
    RequestRecord[] some = cycles(1, 0, 12);
    some[0] = HandMade.failed(1, 0, 50);
    some[1] = HandMade.failed(1, 50, 100);

    assertThat(codes(1, some)).contains(Code.FEW_REQUESTS).doesNotContain(Code.FEW_CYCLES);
  }

  @Test
  void eachSlotNeedsTenCyclesInTheShortestRepeat() throws IOException {
    assertThat(codes(2, join(cycles(1, 0, 10), cycles(1, 1, 9))))
        .contains(Code.SHORT_REPEATS)
        .doesNotContain(Code.FEW_CYCLES);
    assertThat(codes(2, join(cycles(1, 0, 10), cycles(1, 1, 10))))
        .doesNotContain(Code.SHORT_REPEATS);
    assertThat(codes(1, join(cycles(1, 0, 30), cycles(2, 0, 10)))).contains(Code.FEW_CYCLES);
  }

  @Test
  void aPartOfAHundredMayFail() throws IOException {
    RequestRecord[] some = cycles(1, 0, 100);
    some[50] = HandMade.failed(1, 2500, 2550);
    assertThat(codes(1, some)).doesNotContain(Code.FAILURES);
    some[51] = HandMade.failed(1, 2550, 2600);
    assertThat(reasons(1, some)).contains(new Reason(Code.FAILURES, 0.02, 0.01));
  }

  @Test
  void aResultFailsWithMoreFailuresThanThat() throws IOException {
    RequestRecord[] some = cycles(1, 0, 100);
    some[50] = HandMade.failed(1, 2500, 2550);
    HandMade one = run(1);
    one.write("a", 1, some);
    assertThat(one.read("a").fails()).isFalse();
    some[51] = HandMade.failed(1, 2550, 2600);
    HandMade two = run(1);
    two.write("a", 1, some);
    assertThat(two.read("a").fails()).isTrue();
  }

  @Test
  void theClientMayDelayByATwentiethOfTheFirstTokenOrOfAnAnswerThatIsNotStreamed()
      throws IOException {
    // A slot is free 1 ms before each.
    assertThat(codes(1, HandMade.ok(1, 100, 120, 140))).doesNotContain(Code.OWN_DELAY);
    assertThat(ownDelay(Mode.STREAM, HandMade.ok(1, 100, 119, 140)))
        .containsExactly("the client itself delays requests by 5.3 % of the P2FT, limit 5 %");
    assertThat(ownDelay(Mode.SYNC, HandMade.ok(1, 100, 120))).isEmpty();
    assertThat(ownDelay(Mode.SYNC, HandMade.ok(1, 100, 119)))
        .containsExactly(
            "the client itself delays requests by 5.3 % of the Total latency, limit 5 %");
  }

  @Test
  void aDelayByALimitOnRequestsInFlightIsNotTheClients() throws IOException {
    RequestRecord[] some = delayed(2, 0);
    some[1] = request(100, 30, 50);
    assertThat(scheduled(Integer.MAX_VALUE, some))
        .contains(Code.OWN_DELAY)
        .doesNotContain(Code.HELD_BACK);
    some[0] = request(0, 0, 101);
    assertThat(scheduled(1, some)).contains(Code.HELD_BACK).doesNotContain(Code.OWN_DELAY);
  }

  private List<String> ownDelay(Mode mode, RequestRecord record) throws IOException {
    HandMade run = HandMade.run(folder.resolve("run-" + ++runs), mode, List.of(1), "a");
    run.write("a", 1, record);
    return run.read("a").validity().reasons().stream()
        .filter(one -> one.code() == Code.OWN_DELAY)
        .map(Reason::sentence)
        .toList();
  }

  @Test
  void slotsMustNotIdleForMoreThanTwoPercentOfTheTime() throws IOException {
    RequestRecord[] some = cycles(1, 0, 100);
    assertThat(codes(1, some)).doesNotContain(Code.LITTLES_LAW);
    assertThat(codes(1, without(some, 49, 52))).contains(Code.LITTLES_LAW);
    assertThat(codes(1, join(some, some[30], some[31], some[32]))).contains(Code.LITTLES_LAW);
  }

  @Test
  void countsOfTokensMayDifferByTwoInAHundred() throws IOException {
    assertThat(codesOfOne(",\"eventTokens\":98,\"outputTokens\":100}"))
        .doesNotContain(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(",\"eventTokens\":97,\"outputTokens\":100}"))
        .contains(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(",\"eventTokens\":103,\"outputTokens\":100}"))
        .contains(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(",\"outputTokens\":100}")).doesNotContain(Code.TOKENS_DISAGREE);
  }

  @Test
  void aCountThatIsSmallerThanTheEventsContradictsThem() throws IOException {
    String events = ",\"events\":[%d,1],\"outputTokens\":100}";
    assertThat(codesOfOne(events.formatted(101))).doesNotContain(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(events.formatted(110))).contains(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(events.formatted(9))).doesNotContain(Code.TOKENS_DISAGREE);
    assertThat(codesOfOne(",\"events\":[49,1],\"outputTokens\":100,\"reasoningTokens\":60}"))
        .as("50 that came and 60 that did not are more than 100")
        .contains(Code.TOKENS_DISAGREE);
  }

  @Test
  void anEstimateOfTokensIsTold() throws IOException {
    assertThat(codesOfOne(",\"tokenSource\":\"events\"}")).contains(Code.TOKENS_ESTIMATED);
    assertThat(codesOfOne(",\"tokenSource\":\"usage\"}")).doesNotContain(Code.TOKENS_ESTIMATED);
  }

  @Test
  void oneTokenInAHundredMayBeHidden() throws IOException {
    assertThat(codesOfOne(",\"outputTokens\":100,\"reasoningTokens\":1}"))
        .doesNotContain(Code.REASONING_HIDDEN);
    assertThat(codesOfOne(",\"outputTokens\":100,\"reasoningTokens\":2}"))
        .contains(Code.REASONING_HIDDEN);
  }

  @Test
  void oneAnswerInAHundredMayBeginWithSomethingUnknown() throws IOException {
    HandMade run = run(1);
    run.write("a", 1, cycles(1, 0, 99));
    unknownStart(run, 5000);
    assertThat(codes(run)).doesNotContain(Code.UNKNOWN_BEFORE_FIRST);
    unknownStart(run, 6000);
    assertThat(codes(run)).contains(Code.UNKNOWN_BEFORE_FIRST);
  }

  @Test
  void oneReadInTenMayBringMoreThanOneEvent() throws IOException {
    assertThat(codes(1, reads(2, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1))).doesNotContain(Code.CROWDED_READS);
    assertThat(codes(1, reads(2, 1, 1, 1, 1, 0, 1, 1, 1, 1))).contains(Code.CROWDED_READS);
  }

  @Test
  void driftsAreJudgedFromTwentyAnswersInARepeatOn() throws IOException {
    assertThat(drift(drifting(20, 50, 60))).isBetween(0.19, 0.21);
    assertThat(drift(drifting(20, 60, 50))).isBetween(-0.17, -0.16);
    assertThat(codes(1, drifting(20, 50, 50))).doesNotContain(Code.DRIFT);
    assertThat(codes(1, drifting(19, 50, 60))).doesNotContain(Code.DRIFT);
    assertThat(codes(1, join(drifting(20, 50, 60), HandMade.ok(9, 900_000, 900_010, 900_050))))
        .as("a repeat of one answer tells of none")
        .contains(Code.DRIFT);
  }

  @Test
  void onlyMeasuredAnswersDrift() throws IOException {
    RequestRecord[] others = new RequestRecord[60];
    for (int i = 0; i < others.length; i++) {
      long start = 100_000L * (1 + i / 20) + 3_000 + 100L * (i % 20);
      others[i] =
          i % 2 == 0
              ? HandMade.failed(1 + i / 20, start, start + 5)
              : HandMade.answer(
                  1 + i / 20, 1, Phase.EDGE, start, new long[] {start + 90}, new int[] {1}, 1);
    }

    assertThat(drift(join(drifting(20, 50, 60), others))).isBetween(0.19, 0.21);
  }

  private double drift(RequestRecord... records) throws IOException {
    return reasons(1, records).stream()
        .filter(one -> one.code() == Code.DRIFT)
        .mapToDouble(Reason::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Three repeats of {@code count} answers, told from the last to the first. */
  private static RequestRecord[] drifting(int count, int first, int later) {
    RequestRecord[] all = new RequestRecord[3 * count];
    for (int i = 0; i < all.length; i++) {
      int fork = 1 + i / count;
      int place = count - 1 - i % count;
      long start = 100_000L * fork + 100L * place;
      int latency = (place < count / 2 ? first : later) + (place + fork) % 2;
      all[i] = HandMade.ok(fork, start, start + 10, start + latency);
    }
    return all;
  }

  private static RequestRecord reads(int... events) {
    long[] at = new long[events.length];
    Arrays.setAll(at, i -> 1_000_000L * (100 + i));
    int tokens = Arrays.stream(events).sum();
    return HandMade.record(
        1, 1, 0, Phase.MEASURED, 0, 0, 0, at, events, events.clone(), 200_000_000, 10, tokens, 64);
  }

  private void unknownStart(HandMade run, long start) throws IOException {
    RequestRecord one = HandMade.ok(1, start, start + 10, start + 40);
    run.damage("a", 1, HandMade.line(one, "}\n", ",\"unknownEvents\":1}\n"));
  }

  /** Of a trial of one answer to which {@code fields} are added. */
  private List<Code> codesOfOne(String fields) throws IOException {
    HandMade run = run(1);
    run.damage("a", 1, HandMade.line(HandMade.ok(1, 100, 110, 140), "}\n", fields + "\n"));
    return codes(run);
  }

  private List<Code> codes(int p, RequestRecord... records) throws IOException {
    return reasons(p, records).stream().map(Reason::code).collect(Collectors.toList());
  }

  private List<Reason> reasons(int p, RequestRecord... records) throws IOException {
    HandMade run = run(p);
    run.write("a", p, records);
    return run.read("a").validity().reasons();
  }

  private static List<Code> codes(HandMade run) {
    return run.read("a").validity().reasons().stream()
        .map(Reason::code)
        .collect(Collectors.toList());
  }

  private HandMade run(int p) throws IOException {
    return HandMade.run(folder.resolve("run-" + ++runs), Mode.STREAM, List.of(p), "a");
  }

  /** Measured cycles of a slot, 50 ms each, one after the other. */
  private static RequestRecord[] cycles(int fork, int thread, int count) {
    RequestRecord[] records = new RequestRecord[count];
    for (int i = 0; i < count; i++) {
      long start = 50_000_000L * i + 100_000_000_000L * (fork - 1);
      records[i] =
          HandMade.record(
              fork,
              1,
              thread,
              Phase.MEASURED,
              start,
              start,
              start + 2_000_000,
              new long[] {start + 10_000_000, start + 50_000_000},
              new int[] {1, 1},
              new int[] {1, 1},
              start + 50_000_000,
              10,
              2,
              64);
    }
    return records;
  }

  private static RequestRecord[] join(RequestRecord[] some, RequestRecord... more) {
    RequestRecord[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static RequestRecord[] without(RequestRecord[] some, int from, int to) {
    return join(Arrays.copyOf(some, from), Arrays.copyOfRange(some, to, some.length));
  }
}
