package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Reads Text Generation Inference: an event is a token, whatever its text; the last one has the
 * whole text once more.
 */
final class TgiReader extends AnswerReader {
  private static final Map<String, String> FINISH =
      Map.of("eos_token", "stop", "stop_sequence", "stop");

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    read(json, chunk, false);
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    read(json, chunk, true);
  }

  private static void read(JsonCursor json, Chunk chunk, boolean whole) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "token" -> readToken(json, chunk);
        case "generated_text" -> {
          chunk.end |= value == JsonToken.VALUE_STRING;
          if (whole) {
            chunk.generation = true;
            chunk.readText(json);
          }
        }
        case "details" -> readDetails(json, chunk);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
  }

  /** The text of a special token, as of the one that ends the text, is none of the answer's. */
  private static void readToken(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    int before = chunk.text == null ? 0 : chunk.text.length();
    boolean special = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "text" -> chunk.readText(json);
        case "special" -> special = value == JsonToken.VALUE_TRUE;
        default -> {}
      }
      json.skip();
    }
    chunk.generation = true;
    chunk.tokens = 1;
    chunk.content &= !special;
    if (special && chunk.text != null) {
      chunk.text.setLength(before);
    }
  }

  private static void readDetails(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "finish_reason" -> chunk.readFinish(json, FINISH);
        case "generated_tokens" -> chunk.usage.completion(json.count());
        case "input_length" -> chunk.usage.prompt(json.count());
        default -> {}
      }
      json.skip();
    }
  }
}
