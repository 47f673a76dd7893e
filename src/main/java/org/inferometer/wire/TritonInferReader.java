package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

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
      case "text_output" -> {
        chunk.generation = true;
        chunk.readText(json);
      }
      case "num_output_tokens" -> chunk.usage.completion(TritonReader.sum(json));
      case "num_input_tokens" -> chunk.usage.prompt(TritonReader.sum(json));
      case "finish_reason" -> TritonReader.finish(json, chunk);
      default -> {}
    }
  }
}
