package org.inferometer.standard;

import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/**
 * Text Generation Inference: an event for each token, however many come together; the last has the
 * whole text, too, and the counts.
 */
final class TgiFormat extends EventFormat {
  TgiFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    StringBuilder events = new StringBuilder();
    for (int k = from; k < to; k++) {
      boolean end = last && shape.done() && k == to - 1;
      events.append(
          event(
              "{\"index\":"
                  + (k + 1)
                  + ",\"token\":{\"id\":"
                  + (1000 + k)
                  + ",\"text\":\""
                  + text(k, k + 1)
                  + "\",\"logprob\":-0.5,\"special\":false},\"generated_text\":"
                  + (end ? "\"" + wholeText(to) + "\"" : "null")
                  + ",\"details\":"
                  + (end ? details(to) : "null")
                  + "}"));
    }
    return events.toString();
  }

  @Override
  String tail(int tokens) {
    return "";
  }

  @Override
  String whole(int tokens) {
    return "{\"generated_text\":\"" + wholeText(tokens) + "\",\"details\":" + details(tokens) + "}";
  }

  private String details(int tokens) {
    if (shape.usage() == Usage.NONE) {
      return "null";
    }
    return "{\"finish_reason\":"
        + (shape.finish() == Finish.NONE ? "null" : "\"length\"")
        + ",\"generated_tokens\":"
        + tokens
        + ",\"seed\":null,\"input_length\":"
        + shape.prompt()
        + "}";
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":\"" + escaped(message) + "\",\"error_type\":\"generation\"}";
  }
}
