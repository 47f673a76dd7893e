package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads Ollama: lines with text, and a last one with the counts. */
final class OllamaReader extends AnswerReader {
  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    event(null, json, chunk);
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    chunk.generation = true;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "response" -> chunk.readText(json);
        case "thinking" -> chunk.readReasoning(json);
        case "message" -> readMessage(json, chunk);
        case "done" -> chunk.end = value == JsonToken.VALUE_TRUE;
        case "done_reason" -> chunk.readFinish(json);
        case "eval_count" -> chunk.usage.completion(json.count());
        case "prompt_eval_count" -> chunk.usage.prompt(json.count());
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
  }

  private static void readMessage(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "content" -> chunk.readText(json);
        case "thinking" -> chunk.readReasoning(json);
        case "tool_calls" -> chunk.readToolCall(json);
        default -> {}
      }
      json.skip();
    }
  }
}
