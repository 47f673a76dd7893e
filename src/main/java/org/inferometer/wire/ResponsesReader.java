package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.inferometer.wire.JsonCursor.Substance;

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
  private static final String CALL_OF_MCP = "response.mcp_call_arguments.delta";
  private static final String CALL_OF_CUSTOM = "response.custom_tool_call_input.delta";
  private static final String CODE = "response.code_interpreter_call_code.delta";
  private static final String ITEM = "response.output_item.added";
  private static final String COMPLETED = "response.completed";
  private static final String INCOMPLETE = "response.incomplete";
  private static final String CANCELLED = "response.cancelled";
  private static final String FAILED = "response.failed";
  private static final List<String> TYPES =
      List.of(
          TEXT,
          REASONING,
          CALL,
          SUMMARY,
          REFUSAL,
          CALL_OF_MCP,
          CALL_OF_CUSTOM,
          CODE,
          ITEM,
          COMPLETED,
          INCOMPLETE,
          CANCELLED,
          FAILED);

  /** In OpenAI's own words of its older protocols. */
  private static final Map<String, String> FINISH =
      Map.of("completed", "stop", "max_output_tokens", "length");

  /** The text of a delta, until it is known whose it is; empty where nobody wants it. */
  private final StringBuilder held = new StringBuilder();

  private String status;
  private String reason;

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    String type = event == null ? "" : event;
    Substance delta = Substance.NONE;
    boolean names = false;
    status = null;
    reason = null;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "type" -> type = value == JsonToken.VALUE_STRING ? json.text(TYPES) : type;
        case "delta" -> delta = hold(json, chunk);
        case "response" -> {
          if (value == JsonToken.START_OBJECT) {
            readResponse(json, chunk, false);
          }
        }
        case "item" -> names = isNamed(json);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
    switch (type) {
      case ITEM -> begins(names, chunk);
      case COMPLETED, INCOMPLETE, CANCELLED -> ends(chunk);
      case FAILED, "error" -> chunk.error = true;
      default -> brings(type, delta, chunk);
    }
  }

  /** Whether the present item has a name, as only calls of tools have. */
  private static boolean isNamed(JsonCursor json) throws IOException {
    boolean named = false;
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        named |= name.equals("name") && json.filled();
        json.skip();
      }
    }
    return named;
  }

  /** A call of a tool begins with its name, which is generated. */
  private static void begins(boolean named, Chunk chunk) {
    if (named) {
      chunk.generation = true;
      chunk.addToolCall();
    }
  }

  /** Reads a text whose type may come after it, as at vLLM and transformers. */
  private Substance hold(JsonCursor json, Chunk chunk) throws IOException {
    held.setLength(0);
    return json.substance(chunk.text == null ? null : held);
  }

  private void brings(String type, Substance delta, Chunk chunk) {
    chunk.generation |= delta != Substance.NONE;
    if (delta == Substance.TEXT) {
      switch (type) {
        case TEXT, REFUSAL -> chunk.addText(held);
        case REASONING, SUMMARY -> chunk.addReasoning(held);
        case CALL, CALL_OF_MCP, CALL_OF_CUSTOM, CODE -> chunk.addToolCall();
        default -> {
          if (type.contains("reasoning")) {
            chunk.addReasoning(held);
          } else {
            chunk.unknown = true;
          }
        }
      }
    }
  }

  private void ends(Chunk chunk) {
    String finish = reason == null ? status : reason;
    chunk.end = true;
    chunk.finish = finish == null ? null : FINISH.getOrDefault(finish, finish);
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

  private void readItems(JsonCursor json, Chunk chunk) throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.current() == JsonToken.START_OBJECT) {
        readItem(json, chunk);
      }
      json.skip();
    }
  }

  private void readItem(JsonCursor json, Chunk chunk) throws IOException {
    boolean reasoning = false;
    Substance content = Substance.NONE;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "type" -> reasoning = json.is("reasoning");
        case "content" -> content = hold(json, chunk);
        case "summary" -> chunk.readReasoning(json);
        case "name", "arguments", "input" -> chunk.readToolCall(json);
        default -> {}
      }
      json.skip();
    }
    if (content == Substance.TEXT) {
      if (reasoning) {
        chunk.addReasoning(held);
      } else {
        chunk.addText(held);
      }
    }
  }
}
