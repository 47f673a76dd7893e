package org.inferometer.wire;

import java.util.List;
import java.util.Set;

/** What the two ways of asking a model behind NVIDIA Triton have in common. */
abstract class TritonProtocol extends Protocol {
  private final List<Dialect> dialects =
      List.of(
          new Dialect(this, "vllm", TritonWords.MAX_TOKENS, Set.of(), false, true, true, false),
          new Dialect(
              this,
              "tensorrt-llm",
              TritonWords.MAX_TOKENS,
              Set.of("ignore_eos"),
              false,
              false,
              false,
              false),
          new Dialect(
              this,
              "llm-api",
              TritonWords.LLM_API + TritonWords.MAX_TOKENS,
              Set.of("ignore_eos"),
              false,
              false,
              false,
              false),
          new Dialect(
              this, "python", TritonWords.MAX_TOKENS, Set.of("stop"), false, false, false, false));

  /** How backends differ: vLLM's, TensorRT-LLM's two, and models of one's own. */
  @Override
  public final List<Dialect> dialects() {
    return dialects;
  }

  @Override
  public final boolean chats() {
    return false;
  }

  @Override
  final String finishField() {
    return TritonWords.FINISH;
  }

  @Override
  public final String models() {
    return null;
  }

  @Override
  public final String ready() {
    return "/v2/health/ready";
  }
}
