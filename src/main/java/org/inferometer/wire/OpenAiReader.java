package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Reads OpenAI's completions and chat. */
final class OpenAiReader extends AnswerReader {
  private static final Set<String> REASONING =
      Set.of(
          "reasoning",
          "reasoning_content",
          "reasoning_details",
          "reasoning_text",
          "thinking",
          "thinking_content",
          "thinking_blocks",
          "thought",
          "thoughts");

  /** Where a part of a content has its text. */
  private static final Set<String> TEXTS = Set.of("text", "content", "refusal");

  /** What may stand beside the generated text and is none itself. */
  private static final Set<String> ABOUT =
      Set.of(
          "role",
          "name",
          "id",
          "index",
          "type",
          "object",
          "model",
          "status",
          "phase",
          "channel",
          "finish_reason",
          "stop_reason",
          "logprobs",
          "annotations",
          "metadata",
          "usage");

  private final Usage nested = new Usage();

  /** The text of a part of a content, whose kind may stand after it. */
  private final StringBuilder held = new StringBuilder();

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    event(null, json, chunk);
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    nested.clear();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "choices" -> readChoices(json, chunk);
        case "usage" -> chunk.usage.read(json);
        case "x_groq" -> readVendor(json);
        case "error" -> chunk.error |= json.tells();
        case "object" -> chunk.error |= value == JsonToken.VALUE_STRING && json.is("error");
        default -> {}
      }
      json.skip();
    }
    chunk.usage.complete(nested);
  }

  private void readVendor(JsonCursor json) throws IOException {
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        if ("usage".equals(name)) {
          nested.read(json);
        }
        json.skip();
      }
    }
  }

  private void readChoices(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() == JsonToken.START_ARRAY) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (json.current() == JsonToken.START_OBJECT) {
          chunk.generation = true;
          readChoice(json, chunk);
        } else {
          json.skip();
        }
      }
    }
  }

  private void readChoice(JsonCursor json, Chunk chunk) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "text" -> chunk.readText(json);
        case "delta", "message" -> readDelta(json, chunk);
        case "finish_reason" -> chunk.readFinish(json);
        case "token_ids" -> readTokenIds(json, chunk);
        case "usage" -> nested.read(json);
        case "error" -> chunk.error |= json.tells();
        default -> {
          if (REASONING.contains(name)) {
            chunk.readReasoning(json);
          }
        }
      }
      json.skip();
    }
  }

  private void readDelta(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "content" -> readContent(json, chunk);
        case "refusal" -> chunk.readText(json);
        case "tool_calls", "function_call" -> chunk.readToolCall(json);
        case "usage" -> nested.read(json);
        default -> {
          if (REASONING.contains(name)) {
            chunk.readReasoning(json);
          } else if (!ABOUT.contains(name)) {
            chunk.readUnknown(json);
          }
        }
      }
      json.skip();
    }
  }

  /** A text, or parts, among which Mistral's models have those of their reasoning. */
  private void readContent(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_ARRAY) {
      chunk.readText(json);
      return;
    }
    boolean reasoned = chunk.reasoning;
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.current() == JsonToken.START_OBJECT) {
        readPart(json, chunk, reasoned);
      } else {
        chunk.readText(json);
      }
      json.skip();
    }
  }

  /**
   * @param reasoned whether the same reasoning stands beside the content, too
   */
  private void readPart(JsonCursor json, Chunk chunk, boolean reasoned) throws IOException {
    held.setLength(0);
    boolean reasoning = false;
    boolean text = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if (name.equals("type")) {
        reasoning |= json.is("thinking") || json.is("reasoning");
      } else if (TEXTS.contains(name) || REASONING.contains(name)) {
        reasoning |= REASONING.contains(name);
        text |= json.substance(chunk.text == null ? null : held) == JsonCursor.Substance.TEXT;
      }
      json.skip();
    }
    if (text && reasoning) {
      chunk.addReasoning(reasoned ? "" : held);
    } else if (text) {
      chunk.addText(held);
    }
  }

  private void readTokenIds(JsonCursor json, Chunk chunk) throws IOException {
    int count = json.length();
    chunk.tokens = count == ABSENT ? chunk.tokens : Math.max(0, chunk.tokens) + count;
  }
}
