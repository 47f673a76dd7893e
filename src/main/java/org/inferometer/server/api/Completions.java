package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.inferometer.server.ServedModel;

/** {@code /v1/completions}: text goes on. */
final class Completions implements Endpoint {
  private static final int DEFAULT_TOKENS = 16;

  @Override
  public ApiRequest read(RequestFields fields, ServedModel model) throws ApiException {
    UnsupportedFields.refuse(fields, Set.of());
    ApiRequest.checkModel(fields, model);
    Long asked = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    return ApiRequest.read(
        fields,
        model,
        prompt(fields, model),
        "prompt",
        new ApiRequest.TokenLimit(asked, "max_tokens", DEFAULT_TOKENS));
  }

  /** A text, token ids, or a list with one of either. */
  private static int[] prompt(RequestFields fields, ServedModel model) throws ApiException {
    JsonNode prompt = fields.value("prompt");
    if (prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isNumber()) {
      if (prompt.size() > 1) {
        throw ApiException.badRequest(
            "prompt", "prompt is a list of %d; one prompt a request".formatted(prompt.size()));
      }
      prompt = prompt.get(0);
    }
    if (prompt.isTextual()) {
      boolean specialTokens = fields.flag("add_special_tokens", true);
      return ApiRequest.tokens(model, "prompt", prompt.textValue(), specialTokens);
    }
    if (!prompt.isArray()) {
      throw fields.wrong("prompt", "a string or a list of token ids");
    }
    return fields.tokens("prompt", prompt, model.engine().vocabularySize());
  }

  @Override
  public String idPrefix() {
    return "cmpl-";
  }

  @Override
  public AnswerWriter answer(Answer answer) {
    return new Writer(answer);
  }

  private static final class Writer extends AnswerWriter {
    Writer(Answer answer) {
      super(answer);
    }

    @Override
    String objectName(boolean event) {
      return "text_completion";
    }

    @Override
    void writeText(JsonGenerator json, String shown, boolean event) throws IOException {
      json.writeStringField("text", shown);
    }

    @Override
    List<byte[]> opening() {
      return List.of();
    }

    @Override
    boolean promptTokensInChoice() {
      return true;
    }
  }
}
