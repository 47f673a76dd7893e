package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.inferometer.server.ServedModel;
import org.inferometer.server.template.TemplateException;

/** {@code /v1/chat/completions}: a conversation goes on. */
final class ChatCompletions implements Endpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @Override
  public ApiRequest read(RequestFields fields, ServedModel model) throws ApiException {
    UnsupportedFields.refuse(fields);
    ApiRequest.checkModel(fields, model);
    String field = fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    Long asked = fields.integer(field, 1, Integer.MAX_VALUE);
    int[] prompt = ApiRequest.tokens(model, "messages", prompt(fields, model), false);
    return ApiRequest.read(
        fields,
        model,
        prompt,
        "messages",
        new ApiRequest.TokenLimit(asked, field, model.defaults().maxTokens()));
  }

  private static String prompt(RequestFields fields, ServedModel model) throws ApiException {
    List<Map<String, Object>> messages = Messages.read(fields);
    if (model.chatTemplate() == null) {
      throw ApiException.badRequest(
          "messages", "the model has no chat template; use /v1/completions");
    }
    RequestFields kwargs = fields.object("chat_template_kwargs");
    Map<String, Object> more =
        fields.has("chat_template_kwargs")
            ? JSON.convertValue(fields.value("chat_template_kwargs"), OBJECT)
            : Map.of();
    try {
      boolean generate = kwargs.flag("add_generation_prompt", true);
      return model
          .chatTemplate()
          .render(messages, fields.flag("add_generation_prompt", generate), more);
    } catch (TemplateException e) {
      throw ApiException.badRequest("messages", "chat template: " + e.getMessage());
    }
  }

  @Override
  public String idPrefix() {
    return "chatcmpl-";
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
      return event ? "chat.completion.chunk" : "chat.completion";
    }

    @Override
    void writeText(JsonGenerator json, String shown, boolean event) throws IOException {
      json.writeObjectFieldStart(event ? "delta" : "message");
      if (!event) {
        json.writeStringField("role", "assistant");
      }
      json.writeStringField("content", shown);
      json.writeEndObject();
    }

    @Override
    List<byte[]> opening() throws IOException {
      return List.of(
          event(
              json -> {
                json.writeStartObject();
                json.writeNumberField("index", 0);
                json.writeObjectFieldStart("delta");
                json.writeStringField("role", "assistant");
                json.writeStringField("content", "");
                json.writeEndObject();
                json.writeNullField("logprobs");
                json.writeNullField("finish_reason");
                json.writeEndObject();
              },
              0,
              true));
    }

    @Override
    boolean promptTokensInChoice() {
      return false;
    }
  }
}
