package org.inferometer.standard;

import org.inferometer.standard.Question.Api;
import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/** OpenAI's completions and chat, in the shape that vLLM gives them. */
final class OpenAiFormat extends EventFormat {
  OpenAiFormat(Question question, Shape shape) {
    super(question, shape);
  }

  private boolean chat() {
    return question.api() == Api.CHAT;
  }

  @Override
  String role() {
    if (!chat()) {
      return "";
    }
    return event(chunk(0, "\"delta\":{\"role\":\"assistant\",\"content\":\"\"}", null, "") + "}");
  }

  @Override
  String tokens(int from, int to, boolean last) {
    String finish = last && shape.finish() == Finish.LAST ? "length" : null;
    String text = text(from, to);
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

  @Override
  String tail(int tokens) {
    boolean usage =
        shape.usage() == Usage.TAIL || (shape.usage() == Usage.ASKED && question.usage());
    return (shape.finish() == Finish.TAIL ? finish(tokens) : "")
        + (usage ? usageOnly(tokens) : "")
        + (shape.done() ? done() : "");
  }

  /** An event with nothing but the finish reason. */
  private String finish(int tokens) {
    return event(
        chunk(0, chat() ? "\"delta\":{}" : "\"text\":\"\"", "length", "")
            + (usageIn("length") ? ",\"usage\":" + usage(tokens) : "")
            + "}");
  }

  /** An event with nothing but the token counts. */
  private String usageOnly(int tokens) {
    return event(head("chunk") + "\"choices\":[],\"usage\":" + usage(tokens) + "}");
  }

  @Override
  String whole(int tokens) {
    String text = wholeText(tokens);
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

  @Override
  String error(int status, String message) {
    return openAiError(status, message);
  }

  @Override
  String failure(String message) {
    return event(error(500, message)) + done();
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
}
