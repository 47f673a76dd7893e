package org.inferometer.standard;

import org.inferometer.standard.Shape.Empty;
import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/** The {@code /generate} of SGLang: each event has all of the text so far, and the counts. */
final class SglangFormat extends EventFormat {
  SglangFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    return event(answer(soFar(to), to, last && shape.finish() == Finish.LAST));
  }

  @Override
  String tail(int tokens) {
    return (shape.finish() == Finish.TAIL ? event(answer(soFar(tokens), tokens, true)) : "")
        + (shape.done() ? done() : "");
  }

  @Override
  String whole(int tokens) {
    return answer(wholeText(tokens), tokens, shape.finish() != Finish.NONE);
  }

  private String answer(String text, int tokens, boolean finished) {
    return "{\"text\":\""
        + text
        + "\",\"output_ids\":"
        + ids(0, tokens)
        + ",\"meta_info\":{\"id\":\"exact-0\",\"finish_reason\":"
        + (finished ? "{\"type\":\"length\",\"length\":" + tokens + "}" : "null")
        + (shape.usage() == Usage.NONE
            ? ""
            : ",\"prompt_tokens\":" + shape.prompt() + ",\"completion_tokens\":" + tokens)
        + (shape.cached() < 0 ? "" : ",\"cached_tokens\":" + shape.cached())
        + "}}";
  }

  /** The text of the first tokens. */
  private String soFar(int tokens) {
    if (shape.empty() != Empty.SOME) {
      return wholeText(tokens);
    }
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < tokens; k++) {
      text.append(text(k, k + 1));
    }
    return text.toString();
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":{\"message\":\""
        + escaped(message)
        + "\",\"type\":\"Error\",\"code\":"
        + status
        + ",\"retryable\":false}}";
  }

  @Override
  String failure(String message) {
    return super.failure(message) + done();
  }
}
