package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import org.inferometer.wire.JsonCursor.Substance;

/**
 * Reads Gemini: each event is an answer of its own, with the parts that are new and the counts up
 * to here. Thoughts are counted beside the answer's tokens by some servers and among them by
 * others, which the total gives away.
 */
final class GeminiReader extends AnswerReader {
  private static final Map<String, String> FINISH =
      Map.of("STOP", "stop", "MAX_TOKENS", "length", "SAFETY", "content_filter");

  /** The text of a part, which may say after it that it is a thought. */
  private final StringBuilder held = new StringBuilder();

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    event(null, json, chunk);
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "candidates" -> {
          if (value == JsonToken.START_ARRAY) {
            readCandidates(json, chunk);
          }
        }
        case "promptFeedback" -> readFeedback(json, chunk);
        case "usageMetadata" -> readUsage(json, chunk);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
  }

  private void readCandidates(JsonCursor json, Chunk chunk) throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.current() == JsonToken.START_OBJECT) {
        chunk.generation = true;
        readCandidate(json, chunk);
      }
      json.skip();
    }
  }

  private void readCandidate(JsonCursor json, Chunk chunk) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "content" -> readContent(json, chunk);
        case "finishReason" -> chunk.readFinish(json, FINISH);
        case "finishMessage" -> chunk.finishMessage = json.filled() ? json.text() : null;
        default -> {}
      }
      json.skip();
    }
  }

  private void readContent(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      if (name.equals("parts") && value == JsonToken.START_ARRAY) {
        while (json.next() != JsonToken.END_ARRAY) {
          readPart(json, chunk);
          json.skip();
        }
      }
      json.skip();
    }
  }

  private void readPart(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    held.setLength(0);
    Substance text = Substance.NONE;
    boolean thought = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "text" -> text = json.substance(chunk.text == null ? null : held);
        case "thought" -> thought = value == JsonToken.VALUE_TRUE;
        case "functionCall" -> chunk.readToolCall(json);
        case "thoughtSignature" -> {}
        default -> chunk.readUnknown(json);
      }
      json.skip();
    }
    if (text == Substance.TEXT) {
      if (thought) {
        chunk.addReasoning(held);
      } else {
        chunk.addText(held);
      }
    }
  }

  /** Why a question is not answered at all, which is why the answer ends. */
  private static void readFeedback(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if (name.equals("blockReason")) {
        chunk.readFinish(json, FINISH);
      }
      json.skip();
    }
  }

  private static void readUsage(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    int prompt = ABSENT;
    int answer = ABSENT;
    int thoughts = ABSENT;
    int total = ABSENT;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "promptTokenCount" -> prompt = json.count();
        case "candidatesTokenCount" -> answer = json.count();
        case "thoughtsTokenCount" -> thoughts = json.count();
        case "totalTokenCount" -> total = json.count();
        case "cachedContentTokenCount" -> chunk.usage.cached(json.count());
        default -> {}
      }
      json.skip();
    }
    boolean among = thoughts == ABSENT || total != ABSENT && total == (long) prompt + answer;
    chunk.usage.prompt(prompt);
    chunk.usage.completion(among ? answer : thoughts + Math.max(0, answer));
    chunk.usage.reasoning(thoughts);
  }
}
