package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.dataset.Message;
import org.inferometer.record.Mode;

/** Anthropic's Messages, after its API reference. */
final class Anthropic extends Protocol {
  private static final String MAX_TOKENS = "max_tokens";
  private static final Set<String> UNSAID = Set.of("seed", "ignore_eos");

  /** Its dialect wants the key where it does for OpenAI's protocols. */
  private static final String VLLM = "vllm";

  Anthropic() {
    super(
        "anthropic",
        own ->
            List.of(
                new Dialect(own, own.name(), MAX_TOKENS, UNSAID),
                new Dialect(own, VLLM, MAX_TOKENS, UNSAID)));
  }

  @Override
  public Api asks(Api wanted) {
    return Api.CHAT;
  }

  @Override
  public boolean instructsAnywhere() {
    return false;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return "/v1/messages";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("model", "messages", "system", "stream", "stop_sequences");
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put("model", question.endpoint().model());
    question.writeArguments(body, Map.of("stop", "stop_sequences"));
    ArrayNode messages = body.putArray("messages");
    List<String> instructions = new ArrayList<>();
    for (Message one : question.prompt().asMessages()) {
      if (one.instructs()) {
        instructions.add(one.content());
      } else {
        messages.addObject().put("role", one.role()).put("content", one.content());
      }
    }
    if (!instructions.isEmpty()) {
      body.put("system", String.join("\n\n", instructions));
    }
    body.put("stream", question.stream());
  }

  @Override
  public ArrayNode tools(ArrayNode tools) {
    ArrayNode own = tools.arrayNode();
    for (JsonNode tool : tools) {
      ObjectNode function = tool.get("function").deepCopy();
      JsonNode parameters = function.remove("parameters");
      ObjectNode nothing = own.objectNode().put("type", "object");
      own.add(function.set("input_schema", parameters == null ? nothing : parameters));
    }
    return own;
  }

  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return dialect.name().equals(VLLM) ? Map.of() : Map.of("temperature", new Range(0, 1));
  }

  @Override
  Map<String, String> headers(Dialect dialect, String key) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("anthropic-version", "2023-06-01");
    if (dialect.name().equals(VLLM)) {
      headers.putAll(super.headers(dialect, key));
    } else if (key != null) {
      headers.put("x-api-key", key);
    }
    return headers;
  }

  @Override
  AnswerReader reader() {
    return new AnthropicReader();
  }

  @Override
  String end() {
    return "message_stop";
  }
}
