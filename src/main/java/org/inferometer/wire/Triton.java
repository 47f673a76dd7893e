package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * The generate extension of NVIDIA Triton, after {@code http_server.cc}: a field whose name is that
 * of an input becomes a tensor, any other a parameter. Nothing marks the end of a stream; its last
 * event has a finish reason where the model tells one.
 */
final class Triton extends TritonProtocol {
  Triton() {
    super("triton");
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return TritonWords.path(model) + (mode == Mode.STREAM ? "/generate_stream" : "/generate");
  }

  @Override
  Set<String> ownFields() {
    return Set.of(TritonWords.PROMPT, "stream", "streaming");
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put(question.dialect().called(TritonWords.PROMPT), question.text());
    TritonWords words = TritonWords.of(question);
    words.tensors().forEach(body::putPOJO);
    words.parameters().forEach(body::putPOJO);
  }

  @Override
  AnswerReader reader() {
    return reader(dialects().get(0));
  }

  @Override
  AnswerReader reader(Dialect dialect) {
    return new TritonReader(dialect);
  }
}
