package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads Triton's infer: an answer is a list of tensors, whose name may stand after their data. */
final class TritonInferReader extends AnswerReader {
  private final Map<String, String> usualNames;

  /** Elements of the present tensor, row by row, as texts and as counts. */
  private final List<String> texts = new ArrayList<>();

  private final List<Integer> counts = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();

  /**
   * @param dialect that names the outputs
   */
  TritonInferReader(Dialect dialect) {
    this.usualNames = dialect.usualNames();
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    whole(json, chunk);
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    answers.clear();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if ("error".equals(name)) {
        chunk.error |= json.tells();
      } else if ("outputs".equals(name) && json.current() == JsonToken.START_ARRAY) {
        while (json.next() != JsonToken.END_ARRAY) {
          if (json.current() == JsonToken.START_OBJECT) {
            tensor(json, chunk);
          }
          json.skip();
        }
      }
      json.skip();
    }
    int[] tokens = chunk.answerTokens;
    for (int i = 0; i < answers.size(); i++) {
      boolean none = tokens == null || i >= tokens.length || tokens[i] == 0;
      chunk.emptyAnswers += none && answers.get(i).isEmpty() ? 1 : 0;
    }
  }

  private void tensor(JsonCursor json, Chunk chunk) throws IOException {
    String output = "";
    texts.clear();
    counts.clear();
    boolean data = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if ("name".equals(name)) {
        output = json.text();
      } else if ("data".equals(name)) {
        data = true;
        elements(json);
      }
      json.skip();
    }
    if (data) {
      take(output, chunk);
    }
  }

  /** All of the present list, which may be one of lists, as KServe has it. */
  private void elements(JsonCursor json) throws IOException {
    if (json.current() == JsonToken.START_ARRAY) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (json.current() == JsonToken.START_ARRAY) {
          elements(json);
        } else {
          texts.add(json.filled() ? json.text() : "");
          counts.add(json.count());
          json.skip();
        }
      }
    }
  }

  private void take(String output, Chunk chunk) {
    switch (usualNames.getOrDefault(output, output)) {
      case "text_output" -> texts(chunk);
      case "num_output_tokens" -> tokens(chunk);
      case "num_input_tokens" ->
          chunk.usage.prompt(
              counts.stream().filter(one -> one != ABSENT).reduce(Integer::sum).orElse(ABSENT));
      case "finish_reason" ->
          texts.stream().filter(one -> TritonReader.mayFinish(chunk)).forEach(chunk::finishes);
      default -> {}
    }
  }

  private void texts(Chunk chunk) {
    chunk.generation = true;
    chunk.answers = texts.size();
    answers.addAll(texts);
    texts.stream().filter(one -> !one.isEmpty()).forEach(chunk::addText);
  }

  private void tokens(Chunk chunk) {
    if (!counts.isEmpty() && !counts.contains(ABSENT)) {
      chunk.answerTokens = counts.stream().mapToInt(Integer::intValue).toArray();
      chunk.usage.completion(counts.stream().mapToInt(Integer::intValue).sum());
    }
  }
}
