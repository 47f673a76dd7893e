package org.inferometer.result.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two answers worked out by hand. One: start 100, content at 120, 130, 140, end 142; 3 tokens. Two:
 * start 200, content at 240 and 270 with one and two events, end 272; 3 tokens. 10 prompt tokens
 * each; from 100 to 272 ms.
 */
class PeersTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final double SECONDS = 0.172;

  @TempDir private Path root;
  private HandMade run;
  private Map<String, Double> peers;

  @BeforeEach
  void twoAnswers() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    run.write(
        "a",
        1,
        HandMade.ok(1, 100, 120, 130, 140),
        HandMade.answer(1, 1, Phase.MEASURED, 200, new long[] {240, 270}, new int[] {1, 2}, 3));
    peers = run.read("a").peers();
  }

  @Test
  void vllmCountsEveryEventAsAGapAndEndsAtTheLastChunk() {
    is("vllm.mean_ttft_ms", 30);
    is("vllm.median_ttft_ms", 30);
    is("vllm.std_ttft_ms", 10);
    is("vllm.p99_ttft_ms", 20 + 0.99 * 20);
    // (140 - 120) / 2 and (270 - 240) / 2.
    is("vllm.mean_tpot_ms", 12.5);
    // Gaps 10, 10, 30, 0.
    is("vllm.mean_itl_ms", 12.5);
    is("vllm.median_itl_ms", 10);
    is("vllm.mean_e2el_ms", 55);
    is("vllm.request_throughput", 2 / SECONDS);
    is("vllm.output_throughput", 6 / SECONDS);
    is("vllm.total_token_throughput", 26 / SECONDS);
  }

  @Test
  void perfAnalyzerTakesTheNearestValueForAPercentile() {
    is("perf_analyzer.inferences_per_second", 2 / SECONDS);
    is("perf_analyzer.avg_latency_ms", 57);
    // Places 0.5 + 0.5, 0.9 + 0.5, ... of 0 and 1.
    is("perf_analyzer.p50_latency_ms", 72);
    is("perf_analyzer.p99_latency_ms", 72);
  }

  @Test
  void sglangEndsWithTheStream() {
    is("sglang.mean_ttft_ms", 30);
    // (42 - 20) / 2 and (72 - 40) / 2.
    is("sglang.mean_tpot_ms", 13.5);
    is("sglang.mean_itl_ms", 12.5);
    is("sglang.mean_e2e_latency_ms", 57);
    is("sglang.concurrency", (0.042 + 0.072) / SECONDS);
    is("sglang.total_throughput", 26 / SECONDS);
    is("sglang.input_throughput", 20 / SECONDS);
  }

  @Test
  void guidellmWeighsMeansOfRequestsAndPutsTheFirstTokenIntoTpot() {
    is("guidellm.time_to_first_token_ms.mean", 30);
    is("guidellm.time_to_first_token_ms.p50", 20);
    is("guidellm.time_to_first_token_ms.p99", 40);
    // Means 10 and 15, two gaps each.
    is("guidellm.inter_token_latency_ms.mean", 12.5);
    is("guidellm.inter_token_latency_ms.p50", 10);
    is("guidellm.inter_token_latency_ms.p90", 15);
    // 40 / 3 and 70 / 3, three tokens each.
    is("guidellm.time_per_output_token_ms.mean", 55.0 / 3);
    is("guidellm.request_latency.mean", 0.057);
  }

  @Test
  void guidellmWeighsTheMeanGapOfAnAnswerByItsGapsAndLeavesOutAnswersWithoutOne() {
    run.write("a", 1, HandMade.ok(1, 300, 310, 316, 322, 328, 334), HandMade.ok(1, 400, 500));
    peers = run.read("a").peers();

    // Means 10, 15 and 6 over two, two and four gaps; 40, 70, 34 and 100 ms for 3, 3, 5 and 1.
    is("guidellm.inter_token_latency_ms.mean", (20 + 30 + 24) / 8.0);
    is("guidellm.inter_token_latency_ms.p50", 6);
    is("guidellm.inter_token_latency_ms.p95", 15);
    is("guidellm.time_per_output_token_ms.mean", (40 + 70 + 34 + 100) / 12.0);
    is("guidellm.time_per_output_token_ms.p99", 100);
  }

  @Test
  void anAnswerThatOneReadBroughtTookNoTimePerTokenForTheTools() throws IOException {
    run.write(
        "a",
        1,
        HandMade.answer(1, 1, Phase.MEASURED, 300, new long[] {350}, new int[] {3}, 3),
        HandMade.ok(1, 400, 500));
    peers = run.read("a").peers();

    // 10, 15 and 0 of three tokens each; the last has but one.
    is("vllm.mean_tpot_ms", 25 / 3.0);
    is("vllm.median_tpot_ms", 10);
    is("aiperf.inter_token_latency.avg", 25 / 3.0);
    is("aiperf.output_token_throughput_per_user.avg", (100 + 1000 / 15.0) / 2);
    is("guidellm.inter_token_latency_ms.mean", 50 / 6.0);
    assertThat(run.read("a").estimate(Metric.TPOT).count()).isEqualTo(2);
  }

  @Test
  void aiperfHasOneInterTokenLatencyPerRequest() {
    is("aiperf.time_to_first_token.avg", 30);
    is("aiperf.inter_token_latency.avg", 12.5);
    // Gaps 10, 10, 30, 0.
    is("aiperf.inter_chunk_latency.avg", 12.5);
    is("aiperf.request_latency.avg", 55);
    // 1 / 10 ms and 1 / 15 ms; 10 prompt tokens in 20 and in 40 ms.
    is("aiperf.output_token_throughput_per_user.avg", (100 + 1000 / 15.0) / 2);
    is("aiperf.prefill_throughput_per_user.avg", (500 + 250) / 2.0);
    is("aiperf.request_throughput", 2 / SECONDS);
    is("aiperf.output_token_throughput", 6 / SECONDS);
  }

  @Test
  void guidellmsRatesAreTheMeansOfTheirDistributions() {
    is("guidellm.requests_per_second.mean", 2 / SECONDS);
    is("guidellm.output_tokens_per_second.mean", 6 / SECONDS);
    is("guidellm.prompt_tokens_per_second.mean", 20 / SECONDS);
    is("guidellm.tokens_per_second.mean", 26 / SECONDS);
    is("guidellm.request_concurrency.mean", (0.042 + 0.072) / SECONDS);
  }

  @Test
  void withoutTargetsThereIsNoGoodput() {
    assertThat(peers.keySet()).noneMatch(name -> name.contains("good") || name.contains("slo"));
  }

  @Test
  void eachPeerJudgesAnAnswerByItsOwnEnd() {
    // TPOT of the first answer: 10 to its last content, 11 to its close.
    peers = judgedBy("tpot=10.5ms");

    is("vllm.request_goodput", 1 / SECONDS);
    is("sglang.request_goodput", 0);
    is("guidellm.request_goodput.mean", 1 / SECONDS);
    is("aiperf.goodput", 1 / SECONDS);

    // Total latency of the first answer: 40 to its last content, 42 to its close.
    peers = judgedBy("total_latency=41ms");

    is("vllm.request_goodput", 1 / SECONDS);
    is("sglang.request_goodput", 0);
    is("guidellm.request_goodput.mean", 0);
    is("aiperf.good_request_count", 1);
  }

  @Test
  void everyTargetMustBeMet() {
    peers = judgedBy("p2ft=30ms,tpot=20ms");

    is("vllm.request_goodput", 1 / SECONDS);
    is("sglang.request_goodput", 1 / SECONDS);
    is("guidellm.slo_attainment", 0.5);
    is("aiperf.good_request_fraction", 0.5);
  }

  @Test
  void anAnswerOfOneTokenIsGoodForSomeLeftOutBySomeAndBadForSome() {
    run.write("a", 1, HandMade.ok(1, 250, 255));

    peers = judgedBy("tpot=20ms");

    is("vllm.request_goodput", 3 / SECONDS);
    is("sglang.slo_attainment", 1);
    is("guidellm.slo_attainment", 1);
    is("guidellm.request_goodput.mean", 2 / SECONDS);
    is("aiperf.good_request_fraction", 2.0 / 3);
  }

  @Test
  void failuresCountInTheShareOfGoodRequestsButNotCutOffOnesForGuidellm() throws IOException {
    RequestRecord failed = HandMade.failed(1, 210, 220);
    run.write("a", 1, failed);
    run.damage("a", 1, HandMade.line(failed, "http_error", "incomplete"));

    peers = judgedBy("p2ft=30ms");

    is("sglang.slo_attainment", 1 / 4.0);
    is("aiperf.good_request_fraction", 1 / 4.0);
    is("guidellm.slo_attainment", 1 / 3.0);
  }

  @Test
  void aTargetThatAPeerDoesNotHaveLeavesItsGoodputAbsent() {
    peers = judgedBy("p2ft=30ms,ttfb=1s");

    assertThat(peers).doesNotContainKeys("vllm.request_goodput", "aiperf.goodput");
    assertThat(peers).containsKey("vllm.request_throughput");
  }

  private Map<String, Double> judgedBy(String slo) {
    return Run.read(run.directory.root(), Slo.parse(slo)).trials().stream()
        .filter(one -> !one.peers().isEmpty())
        .findFirst()
        .orElseThrow()
        .peers();
  }

  private void is(String name, double expected) {
    assertThat(peers).containsKey(name);
    assertThat(peers.get(name)).as(name).isCloseTo(expected, EXACT);
  }
}
