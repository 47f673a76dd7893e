package org.inferometer.standard;

import org.inferometer.standard.Question.Api;
import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/**
 * Triton's generate and infer, with the outputs of its vLLM backend: each event counts its own
 * tokens, and nothing comes after the last.
 */
final class TritonFormat extends EventFormat {
  TritonFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    return event(answer(text(from, to), to - from, last && shape.finish() == Finish.LAST));
  }

  @Override
  String tail(int tokens) {
    return shape.finish() == Finish.TAIL ? event(answer("", 0, true)) : "";
  }

  @Override
  String whole(int tokens) {
    boolean finished = shape.finish() != Finish.NONE;
    if (question.api() == Api.TRITON) {
      return answer(wholeText(tokens), tokens, finished);
    }
    return "{\"model_name\":\"exact\",\"model_version\":\"1\",\"outputs\":["
        + tensor("text_output", "BYTES", "\"" + wholeText(tokens) + "\"")
        + (finished ? "," + tensor("finish_reason", "BYTES", "\"length\"") : "")
        + (shape.usage() == Usage.NONE
            ? ""
            : ","
                + tensor("num_input_tokens", "UINT32", "" + shape.prompt())
                + ","
                + tensor("num_output_tokens", "UINT32", "" + tokens))
        + "]}";
  }

  private static String tensor(String name, String type, String data) {
    return "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":[1,1],\"data\":[%s]}"
        .formatted(name, type, data);
  }

  private String answer(String text, int tokens, boolean finished) {
    return "{"
        + (shape.finish() == Finish.NONE
            ? ""
            : "\"finish_reason\":\"" + (finished ? "length" : "None") + "\",")
        + "\"model_name\":\"exact\",\"model_version\":\"1\","
        + (shape.usage() == Usage.NONE
            ? ""
            : "\"num_input_tokens\":" + shape.prompt() + ",\"num_output_tokens\":" + tokens + ",")
        + "\"text_output\":\""
        + text
        + "\"}";
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":\"" + escaped(message) + "\"}";
  }
}
