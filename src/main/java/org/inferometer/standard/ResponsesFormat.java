package org.inferometer.standard;

import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/** OpenAI's Responses: named events, and one at the end that has all but the text so far. */
final class ResponsesFormat extends EventFormat {
  private static final String ITEM = ",\"item_id\":\"item_0\",\"output_index\":0";
  private int sequence;

  ResponsesFormat(Question question, Shape shape) {
    super(question, shape);
  }

  private String typed(String type, String rest) {
    return event(type, "{\"type\":\"" + type + "\",\"sequence_number\":" + sequence++ + rest + "}");
  }

  @Override
  String role() {
    String response = ",\"response\":{" + head("in_progress") + ",\"output\":[],\"usage\":null}";
    return typed("response.created", response)
        + typed("response.in_progress", response)
        + typed("response.output_item.added", ",\"output_index\":0,\"item\":" + item(""))
        + typed(
            "response.content_part.added",
            ITEM + ",\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\"}");
  }

  @Override
  String tokens(int from, int to, boolean last) {
    String type =
        switch (shape.content()) {
          case TEXT -> "response.output_text.delta";
          case REASONING -> "response.reasoning_text.delta";
          case TOOL -> "response.function_call_arguments.delta";
        };
    return typed(type, ITEM + ",\"content_index\":0,\"delta\":\"" + text(from, to) + "\"");
  }

  @Override
  String tail(int tokens) {
    String text = wholeText(tokens);
    return typed(
            "response.output_text.done", ITEM + ",\"content_index\":0,\"text\":\"" + text + "\"")
        + typed("response.output_item.done", ",\"output_index\":0,\"item\":" + item(text))
        + (shape.done()
            ? typed("response." + status(), ",\"response\":" + response(text, tokens))
            : "");
  }

  @Override
  String whole(int tokens) {
    return response(wholeText(tokens), tokens);
  }

  private String response(String text, int tokens) {
    return "{"
        + head(status())
        + ",\"incomplete_details\":"
        + (shape.finish() == Finish.NONE ? "null" : "{\"reason\":\"max_output_tokens\"}")
        + ",\"output\":["
        + item(text)
        + "],\"usage\":"
        + (shape.usage() == Usage.NONE ? "null" : usage(tokens))
        + "}";
  }

  private String status() {
    return shape.finish() == Finish.NONE ? "completed" : "incomplete";
  }

  private String head(String status) {
    return "\"id\":\"resp_0\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\""
        + status
        + "\",\"error\":null,\"model\":\""
        + question.model()
        + "\"";
  }

  private String item(String text) {
    return switch (shape.content()) {
      case TEXT ->
          "{\"type\":\"message\",\"id\":\"item_0\",\"role\":\"assistant\",\"content\":["
              + "{\"type\":\"output_text\",\"text\":\""
              + text
              + "\",\"annotations\":[]}]}";
      case REASONING ->
          "{\"type\":\"reasoning\",\"id\":\"item_0\",\"summary\":[],\"content\":["
              + "{\"type\":\"reasoning_text\",\"text\":\""
              + text
              + "\"}]}";
      case TOOL ->
          "{\"type\":\"function_call\",\"id\":\"item_0\",\"name\":\"f\",\"arguments\":\""
              + text
              + "\"}";
    };
  }

  private String usage(int tokens) {
    return "{\"input_tokens\":"
        + shape.prompt()
        + (shape.cached() < 0
            ? ""
            : ",\"input_tokens_details\":{\"cached_tokens\":" + shape.cached() + "}")
        + ",\"output_tokens\":"
        + tokens
        + ",\"total_tokens\":"
        + (shape.prompt() + tokens)
        + "}";
  }

  @Override
  String error(int status, String message) {
    return openAiError(status, message);
  }

  @Override
  String failure(String message) {
    return typed(
        "error",
        ",\"code\":\"server_error\",\"message\":\"" + escaped(message) + "\",\"param\":null");
  }
}
