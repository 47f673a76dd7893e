package org.inferometer.standard;

import org.inferometer.standard.Shape.Finish;
import org.inferometer.standard.Shape.Usage;

/**
 * The {@code /completion} of llama.cpp's server: counts up to here in every event, none for tokens
 * that end inside a character, and an event without text at the end.
 */
final class LlamaCppFormat extends EventFormat {
  LlamaCppFormat(Question question, Shape shape) {
    super(question, shape);
  }

  @Override
  String tokens(int from, int to, boolean last) {
    String text = text(from, to);
    return text.isEmpty()
        ? ""
        : event(
            "{\"index\":0,\"content\":\""
                + text
                + "\",\"tokens\":"
                + ids(from, to)
                + ",\"stop\":false,\"id_slot\":-1"
                + counts(to)
                + "}");
  }

  @Override
  String tail(int tokens) {
    return shape.done() ? event(end("", tokens)) : "";
  }

  @Override
  String whole(int tokens) {
    return end(wholeText(tokens), tokens);
  }

  private String end(String text, int tokens) {
    return "{\"index\":0,\"content\":\""
        + text
        + "\",\"tokens\":[],\"id_slot\":1,\"stop\":true,\"model\":\"exact\""
        + counts(tokens)
        + ",\"generation_settings\":{\"seed\":7,\"stop\":[],\"n_predict\":"
        + tokens
        + "},\"prompt\":\"x\",\"truncated\":false"
        + (shape.finish() == Finish.NONE ? "" : ",\"stop_type\":\"limit\",\"stopping_word\":\"\"")
        + (shape.cached() < 0 ? "" : ",\"timings\":{\"cache_n\":" + shape.cached() + "}")
        + "}";
  }

  private String counts(int tokens) {
    return shape.usage() == Usage.NONE
        ? ""
        : ",\"tokens_predicted\":" + tokens + ",\"tokens_evaluated\":" + shape.prompt();
  }

  @Override
  String error(int status, String message) {
    return "{\"error\":{\"code\":"
        + status
        + ",\"message\":\""
        + escaped(message)
        + "\",\"type\":\"server_error\"}}";
  }
}
