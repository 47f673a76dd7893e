package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request's conversation, as templates want it. */
final class Messages {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private Messages() {}

  static List<Map<String, Object>> read(RequestFields fields) throws ApiException {
    JsonNode list = fields.value("messages");
    if (!list.isArray() || list.isEmpty()) {
      throw fields.wrong("messages", "a list of at least one message");
    }
    List<Map<String, Object>> messages = new ArrayList<>();
    for (JsonNode message : list) {
      messages.add(message("messages[" + messages.size() + "]", message));
    }
    return messages;
  }

  private static Map<String, Object> message(String place, JsonNode message) throws ApiException {
    String role = message.path("role").asText();
    if (!message.path("role").isTextual() || !ROLES.contains(role)) {
      throw wrong(
          place
              + ".role is %s; it must be one of system, developer, user, assistant, tool, function",
          message.path("role"));
    }
    JsonNode calls = message.path("tool_calls");
    boolean mayBeSilent = role.equals("assistant") && (!calls.isEmpty() || hasReasoning(message));
    ObjectNode copy = message.deepCopy();
    copy.put("content", content(place, message.path("content"), mayBeSilent));
    if (calls.isArray() && calls.isEmpty()) {
      copy.remove("tool_calls");
    }
    for (JsonNode call : copy.path("tool_calls")) {
      if (call.path("function") instanceof ObjectNode function) {
        function.set("arguments", arguments(place, function.path("arguments")));
      }
    }
    return JSON.convertValue(copy, OBJECT);
  }

  private static boolean hasReasoning(JsonNode message) {
    return message.hasNonNull("reasoning_content") || message.hasNonNull("reasoning");
  }

  /** A text, or text parts, which are joined by newlines as in vLLM. */
  private static String content(String place, JsonNode content, boolean mayBeSilent)
      throws ApiException {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (mayBeSilent && (content.isMissingNode() || content.isNull())) {
      return "";
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        texts.clear();
        break;
      }
      texts.add(part.path("text").textValue());
    }
    if (!content.isArray() || texts.isEmpty()) {
      throw wrong(place + ".content is %s; it must be a string or a list of text parts", content);
    }
    return String.join("\n", texts);
  }

  /** Clients send the arguments of a call as JSON text, templates want an object; as in vLLM. */
  private static JsonNode arguments(String place, JsonNode arguments) throws ApiException {
    if (arguments.isContainerNode()) {
      return arguments;
    }
    try {
      String text = arguments.asText("");
      JsonNode parsed = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
      return parsed.isObject() ? parsed : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw wrong(place + ".tool_calls has the arguments %s; they must be JSON", arguments);
    }
  }

  private static ApiException wrong(String message, JsonNode found) {
    String text = found.isMissingNode() ? "missing" : found.toString();
    text = text.length() <= 100 ? text : text.substring(0, 100) + "...";
    return ApiException.badRequest("messages", message.formatted(text));
  }
}
