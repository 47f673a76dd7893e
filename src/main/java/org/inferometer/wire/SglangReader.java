package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads SGLang's own answers. An event has all of the text and of the token ids so far, unless the
 * server was started to send what is new, which fewer ids than tokens give away, or without ids a
 * text that does not begin with the one before; the counts are those up to here in any case. Events
 * may be left out for a reader that is slow.
 */
final class SglangReader extends AnswerReader {
  private final StringBuilder textBefore = new StringBuilder();
  private int seen;
  private boolean begun;
  private boolean decided;
  private boolean incremental;

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    event(null, json, chunk);
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    int before = chunk.text == null ? 0 : chunk.text.length();
    int length = 0;
    int ids = ABSENT;
    chunk.generation = true;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "text" -> {
          length = json.textLength();
          compare(json);
          chunk.readText(json);
        }
        case "output_ids" -> ids = json.length();
        case "meta_info" -> readMeta(json, chunk);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
    if (begun && !decided && ids != ABSENT) {
      // The first event is the same both ways; the last may leave out the ids of what ended it.
      decided = true;
      incremental = ids < chunk.usage.completion();
    }
    begun = true;
    chunk.content = incremental ? length > 0 : length > seen;
    seen = length;
    if (chunk.text != null && !incremental && length > 0) {
      chunk.text.delete(0, before);
    }
  }

  private void compare(JsonCursor json) throws IOException {
    if (!decided && json.filled()) {
      incremental = !json.beginsWith(textBefore);
      decided = incremental;
      textBefore.setLength(0);
      json.substance(textBefore);
    }
  }

  private static void readMeta(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "finish_reason" -> chunk.readFinish(json);
        case "completion_tokens" -> chunk.usage.completion(json.count());
        case "prompt_tokens" -> chunk.usage.prompt(json.count());
        case "cached_tokens" -> chunk.usage.cached(json.count());
        default -> {}
      }
      json.skip();
    }
  }
}
