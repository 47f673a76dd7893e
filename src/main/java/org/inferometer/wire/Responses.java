package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/** OpenAI's Responses, after its API reference and, for further arguments, vLLM's. */
final class Responses extends Protocol {
  private static final String MAX_TOKENS = "max_output_tokens";

  Responses() {
    super("responses", Responses::dialects);
  }

  private static List<Dialect> dialects(Protocol own) {
    return List.of(
        new Dialect(own, "openai", MAX_TOKENS, Set.of("top_k", "seed", "stop", "ignore_eos")),
        new Dialect(own, "vllm", MAX_TOKENS, Set.of()),
        new Dialect(own, "transformers", MAX_TOKENS, Set.of("top_k", "stop", "ignore_eos")),
        new Dialect(own, "llama-cpp", MAX_TOKENS, Set.of("ignore_eos")));
  }

  @Override
  public Api asks(Api wanted) {
    return Api.CHAT;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return "/v1/responses";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("model", "input", "previous_response_id", "stream", MAX_TOKENS);
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put("model", question.endpoint().model());
    if (question.prompt().hasMessages()) {
      question.writeMessages(body.putArray("input"));
    } else {
      body.put("input", question.text());
    }
    question.writeArguments(body);
    body.put("stream", question.stream());
  }

  /**
   * What is not said is what chat does unasked: here arguments are strict unless told otherwise.
   */
  @Override
  public ArrayNode tools(ArrayNode tools) {
    ArrayNode flat = tools.arrayNode();
    for (JsonNode tool : tools) {
      ObjectNode one = flat.addObject().put("type", "function").put("strict", false);
      one.setAll((ObjectNode) tool.get("function"));
    }
    return flat;
  }

  /** After what OpenAI answers to fewer tokens. */
  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return switch (dialect.name()) {
      case "openai" -> Map.of("max_tokens", Range.atLeast(16));
      case "llama-cpp" -> LlamaCpp.RANGES;
      default -> Map.of();
    };
  }

  @Override
  AnswerReader reader() {
    return new ResponsesReader();
  }

  @Override
  String end() {
    return "response.completed or response.incomplete";
  }
}
