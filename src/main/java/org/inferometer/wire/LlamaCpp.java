package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * The {@code /completion} of llama.cpp's server; its chat is OpenAI's, in a dialect. What a task
 * leaves open is asked for as OpenAI's API has it, since the server's own standard samples
 * otherwise.
 */
final class LlamaCpp extends Protocol {
  /** A seed has 32 bits there, and the largest means none. */
  static final Map<String, Range> RANGES = Map.of("seed", Range.atMost(0xFFFF_FFFEL));

  LlamaCpp() {
    super(
        "llama-cpp",
        own ->
            List.of(new Dialect(own, own.name(), "n_predict", Set.of(), true, true, true, false)));
  }

  @Override
  public boolean chats() {
    return false;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return "/completion";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("prompt", "stream");
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put("prompt", question.text());
    Sampling.neutral(question.dialect()).forEach(body::putPOJO);
    question.writeArguments(body);
    body.put("stream", question.stream());
  }

  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return RANGES;
  }

  @Override
  AnswerReader reader() {
    return new LlamaCppReader();
  }

  @Override
  String end() {
    return "an event with stop";
  }
}
