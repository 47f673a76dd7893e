package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.server.ServedModel;
import org.inferometer.server.template.TemplateException;

/** {@code /v1/chat/completions}: a conversation goes on. */
final class ChatCompletions implements Endpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

  @Override
  public ApiRequest read(RequestFields fields, ServedModel model) throws ApiException {
    UnsupportedFields.refuse(fields, Set.of("tools"));
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
    Map<String, Object> more = new HashMap<>();
    more.put("tools", tools(fields));
    RequestFields kwargs = fields.object("chat_template_kwargs");
    if (fields.has("chat_template_kwargs")) {
      more.putAll(JSON.convertValue(fields.value("chat_template_kwargs"), OBJECT));
    }
    try {
      boolean generate = kwargs.flag("add_generation_prompt", true);
      return model
          .chatTemplate()
          .render(messages, fields.flag("add_generation_prompt", generate), more);
    } catch (TemplateException e) {
      throw ApiException.badRequest("messages", "chat template: " + e.getMessage());
    }
  }

  /** What the template is told of; {@code null} without, as templates want it. */
  private static List<Object> tools(RequestFields fields) throws ApiException {
    JsonNode tools = fields.value("tools");
    boolean named = tools.isArray();
    for (JsonNode tool : tools) {
      named &= tool.path("function").path("name").isTextual();
    }
    if (fields.has("tools") && !named) {
      throw fields.wrong("tools", "a list of tools, each with function.name");
    }
    return tools.isEmpty() ? null : JSON.convertValue(tools, LIST);
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
