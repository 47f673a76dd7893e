package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.dataset.Message;
import org.inferometer.record.Mode;

/**
 * Google's Gemini, {@code generateContent} and {@code streamGenerateContent}, after its API
 * reference. Nothing marks the end of a stream; its last event has a finish reason.
 */
final class Gemini extends Protocol {
  private static final Map<String, String> SPELLED =
      Map.of("top_p", "topP", "top_k", "topK", "stop", "stopSequences");

  Gemini() {
    super(
        "gemini",
        own ->
            List.of(
                new Dialect(
                    own,
                    own.name(),
                    "maxOutputTokens",
                    Set.of("ignore_eos"),
                    false,
                    true,
                    true,
                    false)));
  }

  @Override
  public Api asks(Api wanted) {
    return Api.CHAT;
  }

  @Override
  public boolean instructsAnywhere() {
    return false;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1beta/models/"
        + name.replace("%2F", "/")
        + (mode == Mode.STREAM ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  @Override
  Set<String> ownFields() {
    return Set.of("contents", "systemInstruction");
  }

  @Override
  public String argumentsIn() {
    return "generationConfig";
  }

  @Override
  void write(ObjectNode body, Question question) {
    ArrayNode contents = body.putArray("contents");
    ArrayNode instructions = body.arrayNode();
    for (Message one : question.prompt().asMessages()) {
      ArrayNode parts = instructions;
      if (!one.instructs()) {
        String role = one.role().equals("assistant") ? "model" : one.role();
        parts = contents.addObject().put("role", role).putArray("parts");
      }
      parts.addObject().put("text", one.content());
    }
    if (!instructions.isEmpty()) {
      body.putObject("systemInstruction").set("parts", instructions);
    }
    question.writeArguments(body.putObject(argumentsIn()), SPELLED);
  }

  /** All functions in one tool, without what only OpenAI's API says of them. */
  @Override
  public ArrayNode tools(ArrayNode tools) {
    ArrayNode own = tools.arrayNode();
    ArrayNode functions = own.addObject().putArray("functionDeclarations");
    for (JsonNode tool : tools) {
      ObjectNode function = tool.get("function").deepCopy();
      functions.add(function.retain("name", "description", "parameters"));
    }
    return own;
  }

  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return Map.of("stop", Range.atMost(5), "seed", Range.atMost(Integer.MAX_VALUE));
  }

  @Override
  Map<String, String> headers(Dialect dialect, String key) {
    return key == null ? Map.of() : Map.of("x-goog-api-key", key);
  }

  @Override
  AnswerReader reader() {
    return new GeminiReader();
  }

  /** Its list has another form than that of all others. */
  @Override
  public String models() {
    return null;
  }
}
