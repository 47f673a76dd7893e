package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.stream.IntStream;

/** Reads Triton's infer: an answer is a list of tensors, each with its name before its data. */
final class TritonInferReader extends AnswerReader {
  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    whole(json, chunk);
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
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
  }

  private static void tensor(JsonCursor json, Chunk chunk) throws IOException {
    String output = "";
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if ("name".equals(name)) {
        output = json.text();
      } else if ("data".equals(name)) {
        data(output, json, chunk);
      }
      json.skip();
    }
  }

  private static void data(String output, JsonCursor json, Chunk chunk) throws IOException {
    switch (output) {
      case "text_output" -> texts(json, chunk);
      case "num_output_tokens" -> counts(json, chunk);
      case "num_input_tokens" -> chunk.usage.prompt(TritonReader.sum(json));
      case "finish_reason" -> TritonReader.finish(json, chunk);
      default -> {}
    }
  }

  private static void texts(JsonCursor json, Chunk chunk) throws IOException {
    chunk.generation = true;
    chunk.answers = 0;
    if (json.current() == JsonToken.START_ARRAY) {
      while (json.next() != JsonToken.END_ARRAY) {
        chunk.readText(json);
        json.skip();
        chunk.answers++;
      }
    }
  }

  private static void counts(JsonCursor json, Chunk chunk) throws IOException {
    IntStream.Builder counts = IntStream.builder();
    if (json.current() == JsonToken.START_ARRAY) {
      while (json.next() != JsonToken.END_ARRAY) {
        counts.add(json.count());
        json.skip();
      }
    }
    int[] all = counts.build().toArray();
    if (all.length > 0 && IntStream.of(all).allMatch(one -> one >= 0)) {
      chunk.answerTokens = all;
      chunk.usage.completion(IntStream.of(all).sum());
    }
  }
}
