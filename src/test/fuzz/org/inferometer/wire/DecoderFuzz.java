package org.inferometer.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Coverage-guided search for streams on which the decoder and the slow reference differ, for five
 * minutes a target: {@code mvn test -Pfuzz}; for another time, or one target alone, {@code
 * JAZZER_MAX_DURATION=2m mvn test -Pfuzz -Dtest='DecoderFuzz#survivesAnyBytes'}.
 */
final class DecoderFuzz {
  private static final int READS = 3;

  @FuzzTest(maxDuration = "5m")
  void agreesWithTheReference(FuzzedDataProvider data) {
    String dialect = data.consumeBoolean() ? "openai" : "vllm";
    int chunk = data.consumeInt(0, 64);
    int[] reads = reads(data);
    DecoderCheck.check(data.consumeRemainingAsBytes(), dialect, chunk, reads);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytes(FuzzedDataProvider data) {
    survive("vllm", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInResponses(FuzzedDataProvider data) {
    survive("responses", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInAnthropic(FuzzedDataProvider data) {
    survive("anthropic", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInGemini(FuzzedDataProvider data) {
    survive("gemini", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInTgi(FuzzedDataProvider data) {
    survive("tgi", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInOllama(FuzzedDataProvider data) {
    survive("ollama", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInLlamaCpp(FuzzedDataProvider data) {
    survive("llama-cpp/llama-cpp", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInSglang(FuzzedDataProvider data) {
    survive("sglang", data);
  }

  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytesInTriton(FuzzedDataProvider data) {
    survive("triton", data);
  }

  private static void survive(String dialect, FuzzedDataProvider data) {
    int[] reads = reads(data);
    DecoderCheck.survive(data.consumeRemainingAsBytes(), dialect, reads);
  }

  private static int[] reads(FuzzedDataProvider data) {
    int[] reads = new int[READS];
    for (int i = 0; i < READS; i++) {
      reads[i] = data.consumeInt(1, 48);
    }
    return reads;
  }
}
