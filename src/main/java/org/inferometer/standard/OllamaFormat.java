package org.inferometer.standard;

import org.inferometer.standard.Question.Api;
import org.inferometer.standard.Shape.Content;
import org.inferometer.standard.Shape.Eol;
import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/** Ollama: lines instead of events, none for tokens without text, and one at the end. */
final class OllamaFormat extends EventFormat {
  OllamaFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    String text = text(from, to);
    return text.isEmpty() ? "" : event(head() + content(text) + ",\"done\":false}");
  }

  @Override
  String tail(int tokens) {
    return shape.done() ? event(head() + content("") + end(tokens) + "}") : "";
  }

  @Override
  String whole(int tokens) {
    return head() + content(wholeText(tokens)) + end(tokens) + "}";
  }

  private String head() {
    return "{\"model\":\"" + question.model() + "\",\"created_at\":\"2026-11-22T10:00:00.5Z\",";
  }

  private String content(String text) {
    boolean thinking = shape.content() == Content.REASONING && !text.isEmpty();
    String answer = thinking ? "\"\"" : "\"" + text + "\"";
    String thought = thinking ? ",\"thinking\":\"" + text + "\"" : "";
    return question.api() == Api.OLLAMA_CHAT
        ? "\"message\":{\"role\":\"assistant\",\"content\":" + answer + thought + "}"
        : "\"response\":" + answer + thought;
  }

  private String end(int tokens) {
    return ",\"done\":true"
        + (shape.finish() == Finish.NONE ? "" : ",\"done_reason\":\"length\"")
        + ",\"total_duration\":9000000,\"load_duration\":1000000"
        + (shape.usage() == Usage.NONE
            ? ""
            : ",\"prompt_eval_count\":"
                + shape.prompt()
                + (tokens == 0 ? "" : ",\"eval_count\":" + tokens));
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":\"" + escaped(message) + "\"}";
  }

  @Override
  String type() {
    return "application/x-ndjson";
  }

  @Override
  String opening() {
    return "";
  }

  @Override
  String event(String data) {
    return data + (shape.eol() == Eol.CRLF ? "\r\n" : "\n");
  }
}
