package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads what matters from one JSON document of OpenAI's completions or chat API, a stream's chunk
 * or a whole answer. Its findings are those of the latest document.
 *
 * <p>All documents of an answer go through one of Jackson's parsers that are fed, since one that is
 * made anew for each is most of the garbage of decoding, and collecting it stops the reading.
 */
final class ChunkParser implements AutoCloseable {
  /** Stands for a number that the document does not carry. */
  static final int ABSENT = -1;

  private static final JsonFactory JSON = new JsonFactory();

  private JsonParser json;

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
    if (!endsLikeAnObject(data, length)) {
      // The parser would wait for the rest of a number or a word.
      throw new IOException("not a JSON object");
    }
    if (json == null) {
      json = JSON.createNonBlockingByteArrayParser();
    }
    boolean usable = false;
    try {
      ((ByteArrayFeeder) json.getNonBlockingInputFeeder()).feedInput(data, 0, length);
      document();
      usable = true;
    } finally {
      if (!usable) {
        close();
      }
    }
  }

  private static boolean endsLikeAnObject(byte[] data, int length) {
    int last = length - 1;
    while (last >= 0 && (data[last] == ' ' || (data[last] >= '\t' && data[last] <= '\r'))) {
      last--;
    }
    return last >= 0 && data[last] == '}';
  }

  /** Gives the parser's buffers back; another document may follow all the same. */
  @Override
  public void close() {
    if (json == null) {
      return;
    }
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a parser that holds no file", e);
    }
    json = null;
  }

  private void document() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    for (String name = nextName(); name != null; name = nextName()) {
      JsonToken value = next();
      switch (name) {
        case "choices" -> readChoices();
        case "usage" -> readUsage();
        case "error" -> error = value != JsonToken.VALUE_NULL;
        case "object" -> error |= value == JsonToken.VALUE_STRING && is("error");
        default -> {}
      }
      json.skipChildren();
    }
    if (json.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new IOException("more than one JSON document");
    }
  }

  /** The next token; what was fed must not end before it. */
  private JsonToken next() throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.NOT_AVAILABLE) {
      throw new IOException("a JSON object without its end");
    }
    return token;
  }

  /** Whether the present text is {@code word}; makes no string of one that cannot be. */
  private boolean is(String word) throws IOException {
    return json.getTextLength() == word.length() && word.equals(json.getText());
  }

  /** The name of the next member, or null at the end of an object. */
  private String nextName() throws IOException {
    return next() == JsonToken.FIELD_NAME ? json.currentName() : null;
  }

  private void readChoices() throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (next() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          choices = true;
          readChoice();
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void readChoice() throws IOException {
    for (String name = nextName(); name != null; name = nextName()) {
      JsonToken value = next();
      switch (name) {
        case "text" -> text(value);
        case "delta", "message" -> delta(value);
        case "finish_reason" -> finish = value == JsonToken.VALUE_STRING ? json.getText() : finish;
        case "token_ids" -> tokenIds(value);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void delta(JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = nextName(); name != null; name = nextName()) {
      JsonToken value = next();
      switch (name) {
        case "content", "reasoning", "reasoning_content", "refusal" -> text(value);
        case "tool_calls" -> content |= notEmpty(value, JsonToken.START_ARRAY);
        case "function_call" -> content |= notEmpty(value, JsonToken.START_OBJECT);
        default -> {}
      }
      json.skipChildren();
    }
  }

  /** A text, or a list of parts with texts. */
  private void text(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      content |= json.getTextLength() > 0;
    } else if (value == JsonToken.START_ARRAY) {
      for (int depth = 1; depth > 0; ) {
        JsonToken token = next();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        content |=
            token == JsonToken.VALUE_STRING
                && "text".equals(json.currentName())
                && json.getTextLength() > 0;
      }
    }
  }

  /** Whether the array or object has a member; leaves its own end to be skipped over. */
  private boolean notEmpty(JsonToken value, JsonToken start) throws IOException {
    if (value != start) {
      return false;
    }
    boolean any = false;
    for (int depth = 1; depth > 0; any |= depth > 0) {
      JsonToken token = next();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return any;
  }

  private void tokenIds(JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      int count = 0;
      while (next() != JsonToken.END_ARRAY) {
        json.skipChildren();
        count++;
      }
      tokenIds = Math.max(0, tokenIds) + count;
    }
  }

  private void readUsage() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = nextName(); name != null; name = nextName()) {
      JsonToken value = next();
      switch (name) {
        case "prompt_tokens" -> promptTokens = number(value);
        case "completion_tokens" -> completionTokens = number(value);
        case "prompt_tokens_details" -> cached(value);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void cached(JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = nextName(); name != null; name = nextName()) {
      JsonToken value = next();
      if ("cached_tokens".equals(name)) {
        cachedTokens = number(value);
      }
      json.skipChildren();
    }
  }

  /** A count that is none (negative, beyond an int, a text) tells nothing. */
  private int number(JsonToken value) throws IOException {
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
