package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.server.FinishReason;
import org.inferometer.server.GenerationEvent.Token;

/**
 * Writes an answer in OpenAI's shape, with vLLM's additions: {@code stop_reason}, {@code token_ids}
 * and {@code prompt_token_ids}.
 */
abstract class AnswerWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final Answer answer;
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> tokens = new ArrayList<>();
  private Token last;

  AnswerWriter(Answer answer) {
    this.answer = answer;
  }

  final Answer answer() {
    return answer;
  }

  /** {@code object} of the whole answer, or of an event. */
  abstract String objectName(boolean event);

  /** Fields of the only choice beside those that both endpoints have. */
  abstract void writeText(JsonGenerator json, String shown, boolean event) throws IOException;

  /** Events that come before the first token's. */
  abstract List<byte[]> opening() throws IOException;

  /** Whether {@code prompt_token_ids} is part of the choice, not of the answer. */
  abstract boolean promptTokensInChoice();

  /** Takes the next token. */
  final void add(Token token) {
    tokens.add(token.id());
    text.append(token.text());
    last = token;
  }

  /** The event of the token that was taken last. */
  final byte[] event() throws IOException {
    return event(
        json -> {
          json.writeStartObject();
          json.writeNumberField("index", 0);
          writeText(json, last.text(), true);
          boolean promptTokens = tokens.size() == 1 && promptTokensInChoice();
          writeEnd(json, List.of(last.id()), promptTokens);
          json.writeEndObject();
        },
        tokens.size(),
        false);
  }

  /** The event with the token counts that ends a stream. */
  final byte[] usageEvent() throws IOException {
    return bytes(
        "data: ",
        json -> {
          writeHead(json, true);
          json.writeArrayFieldStart("choices");
          json.writeEndArray();
          writeUsage(json, tokens.size(), true);
        },
        "\n\n");
  }

  /** The whole answer. */
  final byte[] whole() throws IOException {
    return bytes(
        "",
        json -> {
          writeHead(json, false);
          json.writeArrayFieldStart("choices");
          json.writeStartObject();
          json.writeNumberField("index", 0);
          writeText(json, text.toString(), false);
          writeEnd(json, tokens, promptTokensInChoice());
          json.writeEndObject();
          json.writeEndArray();
          writeUsage(json, tokens.size(), true);
          if (!promptTokensInChoice()) {
            writePromptTokens(json);
          }
        },
        "");
  }

  /** An event with one choice. */
  final byte[] event(JsonBody choice, int tokensSoFar, boolean promptTokens) throws IOException {
    return bytes(
        "data: ",
        json -> {
          writeHead(json, true);
          json.writeArrayFieldStart("choices");
          choice.write(json);
          json.writeEndArray();
          if (promptTokens) {
            writePromptTokens(json);
          }
          if (answer.request().continuousUsage()) {
            writeUsage(json, tokensSoFar, false);
          }
        },
        "\n\n");
  }

  private void writeHead(JsonGenerator json, boolean event) throws IOException {
    json.writeStringField("id", answer.id());
    json.writeStringField("object", objectName(event));
    json.writeNumberField("created", answer.created());
    json.writeStringField("model", answer.model());
  }

  private void writeEnd(JsonGenerator json, List<Integer> shown, boolean promptTokens)
      throws IOException {
    FinishReason finish = last.finish();
    json.writeNullField("logprobs");
    json.writeStringField("finish_reason", finish == null ? null : finish.wireName());
    json.writeFieldName("stop_reason");
    json.writeObject(last.stop());
    if (promptTokens) {
      writePromptTokens(json);
    }
    if (answer.request().returnTokenIds()) {
      json.writeFieldName("token_ids");
      json.writeArray(shown.stream().mapToInt(Integer::intValue).toArray(), 0, shown.size());
    } else {
      json.writeNullField("token_ids");
    }
  }

  private void writePromptTokens(JsonGenerator json) throws IOException {
    json.writeFieldName("prompt_token_ids");
    if (answer.request().returnTokenIds()) {
      json.writeArray(answer.request().generation().prompt(), 0, answer.promptTokens());
    } else {
      json.writeNull();
    }
  }

  /** At the end it tells, as vLLM does when asked to, that no token of the prompt was cached. */
  private void writeUsage(JsonGenerator json, int completionTokens, boolean atEnd)
      throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", answer.promptTokens());
    json.writeNumberField("total_tokens", answer.promptTokens() + completionTokens);
    json.writeNumberField("completion_tokens", completionTokens);
    if (atEnd) {
      json.writeObjectFieldStart("prompt_tokens_details");
      json.writeNumberField("cached_tokens", 0);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static byte[] bytes(String before, JsonBody body, String after) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /** Writes a piece of JSON. */
  interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }
}
