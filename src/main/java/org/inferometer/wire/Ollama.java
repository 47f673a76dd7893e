package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * Ollama, {@code /api/generate} without the model's template for a completion, {@code /api/chat}
 * for a chat. What a task leaves open is asked for as OpenAI's API has it, since Ollama's own
 * standard samples otherwise and holds repetitions down.
 */
final class Ollama extends Protocol {
  Ollama() {
    super(
        "ollama",
        own -> List.of(new Dialect(own, own.name(), "num_predict", Set.of("ignore_eos"))));
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return api == Api.CHAT ? "/api/chat" : "/api/generate";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("model", "prompt", "messages", "stream", "raw");
  }

  @Override
  public String argumentsIn() {
    return "options";
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put("model", question.endpoint().model());
    if (question.endpoint().api() == Api.CHAT) {
      question.writeMessages(body.putArray("messages"));
    } else {
      body.put("prompt", question.text()).put("raw", true);
    }
    body.put("stream", question.stream());
    ObjectNode options = body.putObject(argumentsIn());
    Sampling.neutral(question.dialect()).forEach(options::putPOJO);
    question.writeArguments(options);
  }

  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return LlamaCpp.RANGES;
  }

  @Override
  Frames frames() {
    return Frames.LINES;
  }

  @Override
  AnswerReader reader() {
    return new OllamaReader();
  }

  @Override
  String end() {
    return "a line with done";
  }

  @Override
  public String version() {
    return "/api/version";
  }

  @Override
  public String ready() {
    return version();
  }
}
