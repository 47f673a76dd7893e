package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Reads llama.cpp's own completions. Each event counts the tokens up to here; tokens that end
 * inside a character come without one, so that a count may grow by several, and even the last event
 * may tell of some. Where it is the only one, nothing says when the first of them came.
 */
final class LlamaCppReader extends AnswerReader {
  private static final Map<String, String> FINISH =
      Map.of("limit", "length", "eos", "stop", "word", "stop");

  private boolean begun;

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    begun = true;
    event(null, json, chunk);
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    int predicted = ABSENT;
    boolean progress = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "content" -> chunk.readText(json);
        case "tokens_predicted" -> predicted = json.count();
        case "tokens_evaluated" -> chunk.usage.prompt(json.count());
        case "timings" -> readTimings(json, chunk);
        case "stop" -> chunk.end = value == JsonToken.VALUE_TRUE;
        case "stop_type" -> chunk.readFinish(json, FINISH);
        case "prompt_progress" -> progress = value == JsonToken.START_OBJECT;
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
    if (!progress) {
      begun |= !chunk.end;
      chunk.generation = begun;
      chunk.usage.completion(predicted);
    }
  }

  private static void readTimings(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        if ("cache_n".equals(name)) {
          chunk.usage.cached(json.count());
        }
        json.skip();
      }
    }
  }
}
