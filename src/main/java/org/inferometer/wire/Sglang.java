package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/** The {@code /generate} of SGLang; its chat is OpenAI's. */
final class Sglang extends Protocol {
  Sglang() {
    super(
        "sglang",
        own ->
            List.of(
                new Dialect(own, own.name(), "max_new_tokens", Set.of(), true, true, true, false)));
  }

  @Override
  public boolean chats() {
    return false;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return "/generate";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("text", "input_ids", "stream");
  }

  @Override
  public String argumentsIn() {
    return "sampling_params";
  }

  @Override
  void write(ObjectNode body, Question question) {
    body.put("text", question.text());
    question.writeArguments(body.putObject(argumentsIn()), Map.of("seed", "sampling_seed"));
    body.put("stream", question.stream());
  }

  @Override
  AnswerReader reader() {
    return new SglangReader();
  }

  @Override
  public String cacheReset(Dialect dialect) {
    return "/flush_cache";
  }

  @Override
  public String version() {
    return "/server_info";
  }
}
