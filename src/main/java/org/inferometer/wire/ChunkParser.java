package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads what matters from one JSON document of OpenAI's completions or chat API, a stream's chunk
 * or a whole answer. Its findings are those of the latest document.
 */
final class ChunkParser {
  /** Stands for a number that the document does not carry. */
  static final int ABSENT = -1;

  private static final JsonFactory JSON = new JsonFactory();

  private boolean error;
  private boolean choices;
  private boolean content;
  private String finish;
  private int tokenIds;
  private int promptTokens;
  private int completionTokens;
  private int cachedTokens;

  /**
   * Reads {@code data[0, length)}.
   *
   * @throws IOException when it is not one JSON object in UTF-8
   */
  void parse(byte[] data, int length) throws IOException {
    error = false;
    choices = false;
    content = false;
    finish = null;
    tokenIds = ABSENT;
    promptTokens = ABSENT;
    completionTokens = ABSENT;
    cachedTokens = ABSENT;
    try (JsonParser json = JSON.createParser(data, 0, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (name) {
          case "choices" -> choices(json);
          case "usage" -> usage(json);
          case "error" -> error = value != JsonToken.VALUE_NULL;
          case "object" ->
              error |= value == JsonToken.VALUE_STRING && "error".equals(json.getText());
          default -> {}
        }
        json.skipChildren();
      }
      if (json.nextToken() != null) {
        throw new IOException("more than one JSON document");
      }
    }
  }

  private void choices(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          choices = true;
          choice(json);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void choice(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "text" -> text(json, value);
        case "delta", "message" -> delta(json, value);
        case "finish_reason" -> finish = value == JsonToken.VALUE_STRING ? json.getText() : finish;
        case "token_ids" -> tokenIds(json, value);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void delta(JsonParser json, JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "content", "reasoning", "reasoning_content", "refusal" -> text(json, value);
        case "tool_calls" -> content |= notEmpty(json, value, JsonToken.START_ARRAY);
        case "function_call" -> content |= notEmpty(json, value, JsonToken.START_OBJECT);
        default -> {}
      }
      json.skipChildren();
    }
  }

  /** A text, or a list of parts with texts. */
  private void text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      content |= json.getTextLength() > 0;
    } else if (value == JsonToken.START_ARRAY) {
      for (int depth = 1; depth > 0; ) {
        JsonToken token = json.nextToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        content |=
            token == JsonToken.VALUE_STRING
                && "text".equals(json.currentName())
                && json.getTextLength() > 0;
      }
    }
  }

  /** Whether the array or object has a member; leaves its own end to be skipped over. */
  private static boolean notEmpty(JsonParser json, JsonToken value, JsonToken start)
      throws IOException {
    if (value != start) {
      return false;
    }
    boolean any = false;
    for (int depth = 1; depth > 0; any |= depth > 0) {
      JsonToken token = json.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return any;
  }

  private void tokenIds(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      int count = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
        count++;
      }
      tokenIds = Math.max(0, tokenIds) + count;
    }
  }

  private void usage(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "prompt_tokens" -> promptTokens = number(json, value);
        case "completion_tokens" -> completionTokens = number(json, value);
        case "prompt_tokens_details" -> cached(json, value);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void cached(JsonParser json, JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if ("cached_tokens".equals(name)) {
        cachedTokens = number(json, value);
      }
      json.skipChildren();
    }
  }

  /** A count that is none (negative, beyond an int, a text) tells nothing. */
  private static int number(JsonParser json, JsonToken value) throws IOException {
    boolean whole =
        value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT;
    return whole && json.getIntValue() >= 0 ? json.getIntValue() : ABSENT;
  }

  /** Whether the document reports an error. */
  boolean error() {
    return error;
  }

  /** Whether it has at least one choice. */
  boolean choices() {
    return choices;
  }

  /** Whether a choice carries text, reasoning or a tool call. */
  boolean content() {
    return content;
  }

  String finish() {
    return finish;
  }

  int tokenIds() {
    return tokenIds;
  }

  int promptTokens() {
    return promptTokens;
  }

  int completionTokens() {
    return completionTokens;
  }

  int cachedTokens() {
    return cachedTokens;
  }
}
