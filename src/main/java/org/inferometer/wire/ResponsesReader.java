package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/**
 * Reads OpenAI's Responses. What an event brings is said by its type; those at the end repeat whole
 * texts, which are none of the answer's any more.
 */
final class ResponsesReader extends AnswerReader {
  private static final String TEXT = "response.output_text.delta";
  private static final String REFUSAL = "response.refusal.delta";
  private static final String REASONING = "response.reasoning_text.delta";
  private static final String SUMMARY = "response.reasoning_summary_text.delta";
  private static final String CALL = "response.function_call_arguments.delta";
  private static final String COMPLETED = "response.completed";
  private static final String INCOMPLETE = "response.incomplete";
  private static final String FAILED = "response.failed";
  private static final List<String> TYPES =
      List.of(TEXT, REASONING, CALL, SUMMARY, REFUSAL, COMPLETED, INCOMPLETE, FAILED);

  private String status;
  private String reason;

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    String type = event == null ? "" : event;
    Chunk untold = null;
    status = null;
    reason = null;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "type" -> type = value == JsonToken.VALUE_STRING ? json.text(TYPES) : type;
        case "delta" -> {
          if (type.isEmpty()) {
            untold = new Chunk(chunk.text != null);
            untold.readText(json);
          } else {
            readDelta(type, json, chunk);
          }
        }
        case "response" -> {
          if (value == JsonToken.START_OBJECT) {
            readResponse(json, chunk, false);
          }
        }
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
    if (untold != null) {
      chunk.generation = true;
      chunk.add(untold, type.equals(REASONING) || type.equals(SUMMARY));
    }
    switch (type) {
      case COMPLETED, INCOMPLETE -> ends(chunk);
      case FAILED, "error" -> chunk.error = true;
      default -> {}
    }
  }

  private static void readDelta(String type, JsonCursor json, Chunk chunk) throws IOException {
    chunk.generation = true;
    switch (type) {
      case TEXT, REFUSAL -> chunk.readText(json);
      case REASONING, SUMMARY -> chunk.readReasoning(json);
      case CALL -> chunk.readToolCall(json);
      default -> chunk.readUnknown(json);
    }
  }

  private void ends(Chunk chunk) {
    chunk.end = true;
    chunk.finish = reason == null ? status : reason;
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    status = null;
    reason = null;
    readResponse(json, chunk, true);
    ends(chunk);
  }

  /**
   * Reads the members of a response.
   *
   * @param output whether what it holds is the answer
   */
  private void readResponse(JsonCursor json, Chunk chunk, boolean output) throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "status" -> status = json.filled() ? json.text() : status;
        case "incomplete_details" -> readReason(json);
        case "usage" -> chunk.usage.read(json);
        case "error" -> chunk.error |= json.tells();
        case "output" -> {
          if (output && value == JsonToken.START_ARRAY) {
            chunk.generation = true;
            readItems(json, chunk);
          }
        }
        default -> {}
      }
      json.skip();
    }
    chunk.error |= "failed".equals(status);
  }

  private void readReason(JsonCursor json) throws IOException {
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        reason = name.equals("reason") && json.filled() ? json.text() : reason;
        json.skip();
      }
    }
  }

  private static void readItems(JsonCursor json, Chunk chunk) throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.current() == JsonToken.START_OBJECT) {
        readItem(json, chunk);
      }
      json.skip();
    }
  }

  /** Its type, which may come last, says whose its text is. */
  private static void readItem(JsonCursor json, Chunk chunk) throws IOException {
    Chunk item = new Chunk(chunk.text != null);
    boolean reasoning = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "type" -> reasoning = json.is("reasoning");
        case "content" -> item.readText(json);
        case "summary" -> item.readReasoning(json);
        case "arguments" -> item.readToolCall(json);
        default -> {}
      }
      json.skip();
    }
    chunk.add(item, reasoning);
  }
}
