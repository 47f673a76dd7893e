package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * OpenAI's completions and chat, after its API reference and, for {@code top_k}, {@code
 * ignore_eos}, {@code return_token_ids} and {@code continuous_usage_stats}, vLLM's.
 */
final class OpenAi extends Protocol {
  private static final String MAX_TOKENS = "max_tokens";

  private final boolean chatOnly;

  /**
   * @param chatOnly whether every question is put as a chat, whatever its task says
   */
  OpenAi(boolean chatOnly) {
    super(chatOnly ? "openai-chat" : "openai", OpenAi::dialects);
    this.chatOnly = chatOnly;
  }

  private static List<Dialect> dialects(Protocol own) {
    return List.of(
        new Dialect(own, "openai", MAX_TOKENS, Set.of("top_k", "ignore_eos")),
        new Dialect(own, "vllm", MAX_TOKENS, Set.of(), true, true, true, false),
        new Dialect(
            own,
            "transformers",
            MAX_TOKENS,
            Set.of("top_k", "ignore_eos", "stream_options"),
            false,
            true,
            false,
            false),
        new Dialect(own, "llama-cpp", MAX_TOKENS, Set.of(), false, true, false, false),
        new Dialect(own, "trtllm", MAX_TOKENS, Set.of(), true, true, true, false),
        new Dialect(own, "triton-openai", MAX_TOKENS, Set.of("top_k")));
  }

  @Override
  public Api asks(Api wanted) {
    return chatOnly ? Api.CHAT : wanted;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return api == Api.CHAT ? "/v1/chat/completions" : "/v1/completions";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("model", "prompt", "messages", "stream");
  }

  @Override
  void write(ObjectNode body, Question question) {
    Dialect dialect = question.dialect();
    body.put("model", question.endpoint().model());
    if (question.endpoint().api() == Api.CHAT) {
      question.writeMessages(body.putArray("messages"));
    } else {
      body.put("prompt", question.text());
    }
    Map<String, Object> arguments = question.arguments();
    Object limit = arguments.remove(MAX_TOKENS);
    if (limit != null) {
      body.putPOJO(dialect.maxTokens(), limit);
    }
    arguments.forEach(body::putPOJO);
    if (dialect.tokenIds()) {
      body.put("return_token_ids", true);
    }
    body.put("stream", question.stream());
    if (question.stream() && dialect.takes("stream_options")) {
      ObjectNode options = body.putObject("stream_options").put("include_usage", true);
      if (dialect.continuousUsage()) {
        options.put("continuous_usage_stats", true);
      }
    }
  }

  /** After OpenAI's API reference; vLLM and TensorRT-LLM limit the penalties likewise. */
  @Override
  Map<String, Range> ranges(Dialect dialect) {
    Range penalty = new Range(-2, 2);
    return switch (dialect.name()) {
      case "openai" ->
          Map.of(
              "stop",
              Range.atMost(4),
              "presence_penalty",
              penalty,
              "frequency_penalty",
              penalty,
              "n",
              new Range(1, 128));
      case "llama-cpp" -> LlamaCpp.RANGES;
      case "transformers" -> Map.of();
      default -> Map.of("presence_penalty", penalty, "frequency_penalty", penalty);
    };
  }

  @Override
  public String cacheReset(Dialect dialect) {
    return dialect.name().equals("vllm") ? "/reset_prefix_cache" : null;
  }

  @Override
  AnswerReader reader() {
    return new OpenAiReader();
  }
}
