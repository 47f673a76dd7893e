package org.inferometer.standard;

import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/**
 * Anthropic's Messages: named events, counts of the prompt at the start, of the answer at the end.
 */
final class AnthropicFormat extends EventFormat {
  AnthropicFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String role() {
    return event(
            "message_start",
            "{\"type\":\"message_start\",\"message\":{"
                + message()
                + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null"
                + (shape.usage() == Usage.NONE
                    ? ""
                    : ",\"usage\":{" + prompt() + ",\"output_tokens\":1}")
                + "}}")
        + event(
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block("") + "}")
        + event("ping", "{\"type\":\"ping\"}");
  }

  @Override
  String tokens(int from, int to, boolean last) {
    String text = "\"" + text(from, to) + "\"";
    String delta =
        switch (shape.content()) {
          case TEXT -> "\"text_delta\",\"text\":" + text;
          case REASONING -> "\"thinking_delta\",\"thinking\":" + text;
          case TOOL -> "\"input_json_delta\",\"partial_json\":" + text;
        };
    return event(
        "content_block_delta",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":" + delta + "}}");
  }

  @Override
  String tail(int tokens) {
    return event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
        + event(
            "message_delta",
            "{\"type\":\"message_delta\",\"delta\":{"
                + stop()
                + "}"
                + (shape.usage() == Usage.NONE
                    ? ""
                    : ",\"usage\":{\"output_tokens\":" + tokens + "}")
                + "}")
        + (shape.done() ? event("message_stop", "{\"type\":\"message_stop\"}") : "");
  }

  @Override
  String whole(int tokens) {
    return "{"
        + message()
        + ",\"content\":["
        + block(wholeText(tokens))
        + "],"
        + stop()
        + (shape.usage() == Usage.NONE
            ? ""
            : ",\"usage\":{" + prompt() + ",\"output_tokens\":" + tokens + "}")
        + "}";
  }

  private String message() {
    return "\"id\":\"msg_0\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
        + question.model()
        + "\"";
  }

  private String block(String text) {
    return switch (shape.content()) {
      case TEXT -> "{\"type\":\"text\",\"text\":\"" + text + "\"}";
      case REASONING -> "{\"type\":\"thinking\",\"thinking\":\"" + text + "\"}";
      case TOOL -> "{\"type\":\"tool_use\",\"id\":\"toolu_0\",\"name\":\"f\",\"input\":{}}";
    };
  }

  private String stop() {
    return "\"stop_reason\":"
        + (shape.finish() == Finish.NONE ? "null" : "\"max_tokens\"")
        + ",\"stop_sequence\":null";
  }

  private String prompt() {
    return shape.cached() < 0
        ? "\"input_tokens\":" + shape.prompt()
        : "\"input_tokens\":"
            + (shape.prompt() - shape.cached())
            + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":"
            + shape.cached();
  }

  @Override
  String error(int status, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\""
        + escaped(message)
        + "\"}}";
  }

  @Override
  String failure(String message) {
    return event("error", error(500, message));
  }
}
