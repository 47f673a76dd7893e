package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Reads what matters from one JSON document of OpenAI's completions or chat API, a stream's chunk
 * or a whole answer. Its findings are those of the latest document.
 */
final class ChunkParser implements AutoCloseable {
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

  /** Texts in the place of null. */
  private static final Set<String> NO_FINISH = Set.of("", "null", "none");

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

  private final JsonCursor json = new JsonCursor();
  private final Usage usage = new Usage();
  private final Usage nested = new Usage();

  private boolean error;
  private boolean choices;
  private boolean content;
  private boolean reasoning;
  private boolean unknown;
  private String finish;
  private int tokenIds;

  /**
   * Reads {@code data[0, length)}.
   *
   * @throws IOException when it is not one JSON object in UTF-8
   */
  void parse(byte[] data, int length) throws IOException {
    error = false;
    choices = false;
    content = false;
    reasoning = false;
    unknown = false;
    finish = null;
    tokenIds = ABSENT;
    usage.clear();
    nested.clear();
    boolean usable = false;
    try {
      json.begin(data, length);
      document();
      json.end();
      usable = true;
    } finally {
      if (!usable) {
        close();
      }
    }
    usage.complete(nested);
  }

  /** Gives the parser's buffers back; another document may follow all the same. */
  @Override
  public void close() {
    json.close();
  }

  private void document() throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.next();
      switch (name) {
        case "choices" -> readChoices();
        case "usage" -> usage.read(json);
        case "x_groq" -> readVendor();
        case "error" -> error |= json.tells();
        case "object" -> error |= value == JsonToken.VALUE_STRING && json.is("error");
        default -> {}
      }
      json.skip();
    }
  }

  private void readVendor() throws IOException {
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

  private void readChoices() throws IOException {
    if (json.current() == JsonToken.START_ARRAY) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (json.current() == JsonToken.START_OBJECT) {
          choices = true;
          readChoice();
        } else {
          json.skip();
        }
      }
    }
  }

  private void readChoice() throws IOException {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "text" -> content |= json.hasText();
        case "delta", "message" -> readDelta();
        case "finish_reason" -> readFinish();
        case "token_ids" -> readTokenIds();
        case "usage" -> nested.read(json);
        case "error" -> error |= json.tells();
        default -> {
          if (REASONING.contains(name)) {
            readReasoning();
          }
        }
      }
      json.skip();
    }
  }

  private void readDelta() throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "content", "refusal" -> content |= json.hasText();
        case "tool_calls", "function_call" -> content |= json.hasMember();
        case "usage" -> nested.read(json);
        default -> {
          if (REASONING.contains(name)) {
            readReasoning();
          } else if (!ABOUT.contains(name)) {
            unknown |= json.substance() != JsonCursor.Substance.NONE;
          }
        }
      }
      json.skip();
    }
  }

  /** Reasoning that is encrypted, or of a form that is not known, is no text. */
  private void readReasoning() throws IOException {
    JsonCursor.Substance substance = json.substance();
    reasoning |= substance == JsonCursor.Substance.TEXT;
    content |= substance == JsonCursor.Substance.TEXT;
    unknown |= substance == JsonCursor.Substance.OTHER;
  }

  /** A text, or an object that names its kind; what says that there is none yet is none. */
  private void readFinish() throws IOException {
    String reason = null;
    if (json.current() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.next();
        reason = "type".equals(name) && json.filled() ? json.text() : reason;
        json.skip();
      }
    } else if (json.filled()) {
      reason = json.text();
    }
    if (reason != null && !NO_FINISH.contains(bare(reason))) {
      finish = reason;
    }
  }

  private static String bare(String reason) {
    return reason.strip().toLowerCase(Locale.ROOT);
  }

  private void readTokenIds() throws IOException {
    int count = json.length();
    tokenIds = count == ABSENT ? tokenIds : Math.max(0, tokenIds) + count;
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

  /** Whether a choice carries reasoning. */
  boolean reasoning() {
    return reasoning;
  }

  /** Whether a choice carries something that is not known to be content, nor to be none. */
  boolean unknown() {
    return unknown;
  }

  String finish() {
    return finish;
  }

  int tokenIds() {
    return tokenIds;
  }

  Usage usage() {
    return usage;
  }
}
