package org.inferometer.wire;

import java.util.List;
import java.util.Set;

/** What the two ways of asking a model behind NVIDIA Triton have in common. */
abstract class TritonProtocol extends Protocol {
  TritonProtocol(String name) {
    super(name, TritonProtocol::backends);
  }

  /** How backends differ: vLLM's, TensorRT-LLM's two, and models of one's own. */
  private static List<Dialect> backends(Protocol own) {
    String limit = TritonWords.MAX_TOKENS;
    Set<String> noEos = Set.of("ignore_eos");
    return List.of(
        new Dialect(own, "vllm", limit, Set.of(), false, true, true, false),
        new Dialect(own, "tensorrt-llm", limit, noEos, false, false, false, false),
        new Dialect(own, "llm-api", TritonWords.LLM_API + limit, noEos, false, false, false, false),
        new Dialect(own, "python", limit, Set.of("stop"), false, false, false, false));
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
