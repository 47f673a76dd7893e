package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Reads Anthropic's Messages. The prompt's tokens come in three parts, of which each event tells
 * some; what the first event says of the answer's is no count.
 */
final class AnthropicReader extends AnswerReader {
  private static final Map<String, String> FINISH =
      Map.of(
          "end_turn", "stop",
          "stop_sequence", "stop",
          "max_tokens", "length",
          "tool_use", "tool_calls",
          "refusal", "content_filter");

  private int input = ABSENT;
  private int written = ABSENT;
  private int cached = ABSENT;

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "type" -> {
          chunk.end |= json.is("message_stop");
          chunk.error |= json.is("error");
          chunk.generation |= json.is("content_block_delta");
        }
        case "message" -> readStart(json, chunk);
        case "content_block" -> readBlock(json, chunk);
        case "delta" -> readDelta(json, chunk);
        case "usage" -> readUsage(json, chunk, true);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
  }

  private void readStart(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        if (name.equals("usage")) {
          readUsage(json, chunk, false);
        }
        json.skip();
      }
    }
  }

  private static void readDelta(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "text" -> chunk.readText(json);
        case "thinking" -> chunk.readReasoning(json);
        case "partial_json" -> chunk.readToolCall(json);
        case "stop_reason" -> chunk.readFinish(json, FINISH);
        case "type", "stop_sequence", "stop_details", "container", "signature", "citation" -> {}
        default -> chunk.readUnknown(json);
      }
      json.skip();
    }
  }

  /** A block, or its beginning; a call of a tool begins with its name, which is generated. */
  private static void readBlock(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "name" -> chunk.readToolCall(json);
        case "text" -> chunk.readText(json);
        case "thinking" -> chunk.readReasoning(json);
        default -> {}
      }
      json.skip();
    }
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "type" -> chunk.error |= json.is("error");
        case "content" -> readContent(json, chunk);
        case "stop_reason" -> chunk.readFinish(json, FINISH);
        case "usage" -> readUsage(json, chunk, true);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
  }

  private static void readContent(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() == JsonToken.START_ARRAY) {
      chunk.generation = true;
      while (json.next() != JsonToken.END_ARRAY) {
        readBlock(json, chunk);
        json.skip();
      }
    }
  }

  private void readUsage(JsonCursor json, Chunk chunk, boolean ofAnswer) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "input_tokens" -> input = latest(json, input);
        case "cache_creation_input_tokens" -> written = latest(json, written);
        case "cache_read_input_tokens" -> cached = latest(json, cached);
        case "output_tokens" -> chunk.usage.completion(ofAnswer ? json.count() : ABSENT);
        default -> {}
      }
      json.skip();
    }
    if (input != ABSENT) {
      chunk.usage.prompt(input + Math.max(0, written) + Math.max(0, cached));
      chunk.usage.cached(cached);
    }
  }

  private static int latest(JsonCursor json, int before) throws IOException {
    int count = json.count();
    return count == ABSENT ? before : count;
  }
}
