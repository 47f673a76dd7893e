package org.inferometer.standard;

import org.inferometer.standard.Shape.Content;
import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/** Gemini: each event is an answer of its own, with the counts so far; nothing marks the end. */
final class GeminiFormat extends EventFormat {
  GeminiFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    return event(answer(text(from, to), to, last && shape.finish() == Finish.LAST));
  }

  @Override
  String tail(int tokens) {
    return shape.finish() == Finish.TAIL ? event(answer("", tokens, true)) : "";
  }

  @Override
  String whole(int tokens) {
    return answer(wholeText(tokens), tokens, shape.finish() != Finish.NONE);
  }

  private String answer(String text, int tokens, boolean finished) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{"
        + part(text)
        + "}],\"role\":\"model\"}"
        + (finished ? ",\"finishReason\":\"MAX_TOKENS\"" : "")
        + ",\"index\":0}]"
        + (shape.usage() == Usage.NONE ? "" : ",\"usageMetadata\":{" + counts(tokens) + "}")
        + ",\"modelVersion\":\"exact\",\"responseId\":\"exact-0\"}";
  }

  private String part(String text) {
    String value = "\"" + text + "\"";
    return switch (shape.content()) {
      case TEXT -> "\"text\":" + value;
      case REASONING -> "\"text\":" + value + ",\"thought\":true";
      case TOOL -> "\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":" + value + "}}";
    };
  }

  private String counts(int tokens) {
    return "\"promptTokenCount\":"
        + shape.prompt()
        + (shape.content() == Content.REASONING ? ",\"thoughts" : ",\"candidates")
        + "TokenCount\":"
        + tokens
        + (shape.cached() < 0 ? "" : ",\"cachedContentTokenCount\":" + shape.cached())
        + ",\"totalTokenCount\":"
        + (shape.prompt() + tokens);
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":{\"code\":"
        + status
        + ",\"message\":\""
        + escaped(message)
        + "\",\"status\":\"INTERNAL\"}}";
  }
}
