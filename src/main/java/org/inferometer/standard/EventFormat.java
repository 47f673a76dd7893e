package org.inferometer.standard;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.standard.Question.Api;
import org.inferometer.standard.Shape.Empty;
import org.inferometer.standard.Shape.Usage;

/** The JSON of an answer, in the shape that vLLM gives it. */
final class EventFormat {
  private final Question question;
  private final Shape shape;
  private int number;

  EventFormat(Question question, Shape shape) {
    this.question = question;
    this.shape = shape;
  }

  private boolean chat() {
    return question.api() == Api.CHAT;
  }

  /** The event that only tells who speaks. */
  String role() {
    return event(chunk(0, "\"delta\":{\"role\":\"assistant\",\"content\":\"\"}", null, "") + "}");
  }

  /** The event of tokens {@code from} (inclusive) to {@code to} (exclusive). */
  String tokens(int from, int to, String finish) {
    boolean held = shape.empty() == Empty.ALL || (shape.empty() == Empty.SOME && from % 3 == 1);
    String text = held ? "" : shape.tokenText().repeat(to - from);
    boolean ids = shape.ids() || question.tokenIds();
    return event(
        chunk(
                from % shape.choices(),
                chat() ? "\"delta\":{" + content(text) + "}" : "\"text\":\"" + text + "\"",
                finish,
                ids ? ",\"token_ids\":" + ids(from, to) : "")
            + (usageIn(finish) ? ",\"usage\":" + usage(to) : "")
            + "}");
  }

  /** An event with nothing but the finish reason. */
  String finish(int tokens) {
    return event(
        chunk(0, chat() ? "\"delta\":{}" : "\"text\":\"\"", "length", "")
            + (usageIn("length") ? ",\"usage\":" + usage(tokens) : "")
            + "}");
  }

  /** An event with nothing but the token counts. */
  String usageOnly(int tokens) {
    return event(head("chunk") + "\"choices\":[],\"usage\":" + usage(tokens) + "}");
  }

  String done() {
    return event("[DONE]");
  }

  /** Any payload as an event. */
  String event(String data) {
    String eol = shape.eol().text;
    String before =
        switch (shape.extra()) {
          case NONE -> "";
          case COMMENT -> ": keep-alive" + eol + eol;
          case NAMES -> "event: message" + eol + "id: " + number++ + eol + "retry: 1000" + eol;
        };
    return before + "data:" + (shape.space() ? " " : "") + data + eol + eol;
  }

  /** The whole answer of a request that asks for no stream. */
  String whole(int tokens) {
    String text = shape.empty() == Empty.ALL ? "" : shape.tokenText().repeat(tokens);
    String body =
        chat()
            ? "\"message\":{\"role\":\"assistant\"," + content(text) + "}"
            : "\"text\":\"" + text + "\"";
    return head("")
        + "\"choices\":[{\"index\":0,"
        + body
        + ",\"logprobs\":null,\"finish_reason\":\"length\"}]"
        + (shape.usage() == Usage.NONE ? "" : ",\"usage\":" + usage(tokens))
        + "}";
  }

  /** An error body as OpenAI's API words it. */
  static String error(int status, String message) {
    return "{\"error\":{\"message\":\""
        + message.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\",\"type\":\"Error\",\"param\":null,\"code\":"
        + status
        + "}}";
  }

  private boolean usageIn(String finish) {
    return switch (shape.usage()) {
      case EVERY -> true;
      case FINISH -> finish != null;
      case ASKED -> question.everyUsage();
      case NONE, TAIL -> false;
    };
  }

  private String head(String kind) {
    String object = chat() ? "chat.completion" : "text_completion";
    return "{\"id\":\"exact-0\",\"object\":\""
        + object
        + (chat() && !kind.isEmpty() ? "." + kind : "")
        + "\",\"created\":1700000000,\"model\":\""
        + question.model()
        + "\",";
  }

  private String chunk(int index, String content, String finish, String ids) {
    return head("chunk")
        + "\"choices\":[{\"index\":"
        + index
        + ","
        + content
        + ",\"logprobs\":null,\"finish_reason\":"
        + (finish == null ? "null" : "\"" + finish + "\"")
        + ids
        + "}]";
  }

  private String content(String text) {
    String value = "\"" + text + "\"";
    return switch (shape.content()) {
      case TEXT -> "\"content\":" + value;
      case REASONING -> "\"reasoning_content\":" + value;
      case TOOL -> "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + value + "}}]";
    };
  }

  private String usage(int tokens) {
    return "{\"prompt_tokens\":"
        + shape.prompt()
        + ",\"total_tokens\":"
        + (shape.prompt() + tokens)
        + ",\"completion_tokens\":"
        + tokens
        + (shape.cached() < 0
            ? ""
            : ",\"prompt_tokens_details\":{\"cached_tokens\":" + shape.cached() + "}")
        + "}";
  }

  private static String ids(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(k -> Integer.toString(1000 + k))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
