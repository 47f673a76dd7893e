package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Generation;

/**
 * What a question says to a model behind Triton apart from its prompt, in the words of the model's
 * backend. A model has inputs, which are tensors and take no others, and reads or ignores whatever
 * parameters a request has.
 */
public record TritonWords(Map<String, Object> tensors, Map<String, Object> parameters) {
  static final String PROMPT = "text_input";

  /** An input's first dimension, which models that do not batch lack. */
  public static final String BATCH = "batch_dimension";

  /** By which a model is asked why an answer ended. */
  static final String FINISH = "return_finish_reason";

  static final String MAX_TOKENS = "max_tokens";
  static final String LLM_API = "sampling_param_";
  private static final List<String> COUNTS =
      List.of("return_num_input_tokens", "return_num_output_tokens");
  private static final JsonMapper JSON = new JsonMapper();

  static TritonWords of(Question question) {
    TritonWords words = new TritonWords(new LinkedHashMap<>(), new LinkedHashMap<>());
    words.say(question);
    words.tensors.keySet().removeIf(name -> !question.dialect().takes(name));
    words.parameters.keySet().removeIf(name -> !question.dialect().takes(name));
    return new TritonWords(
        renamed(words.tensors, question.dialect()), renamed(words.parameters, question.dialect()));
  }

  private static Map<String, Object> renamed(Map<String, Object> words, Dialect dialect) {
    Map<String, Object> renamed = new LinkedHashMap<>();
    for (Map.Entry<String, Object> one : words.entrySet()) {
      String usual = one.getKey().startsWith(LLM_API) ? usual(one.getKey()) : one.getKey();
      String name = dialect.called(usual);
      renamed.put(name.equals(usual) ? one.getKey() : name, one.getValue());
    }
    return renamed;
  }

  private static String usual(String ofLlmApi) {
    return ofLlmApi.substring(LLM_API.length());
  }

  private void say(Question question) {
    Map<String, Object> arguments = question.arguments();
    Object limit = arguments.remove(MAX_TOKENS);
    if (limit != null) {
      arguments.put(question.dialect().maxTokens(), limit);
    }
    switch (question.dialect().name()) {
      case "vllm" -> vllm(question, arguments);
      case "tensorrt-llm" -> {
        tensors.putAll(arguments);
        rename("stop", "stop_words");
        stream(question, "stream");
        tensors.put("exclude_input_in_output", true);
        COUNTS.forEach(name -> parameters.put(name, true));
      }
      case "llm-api" -> {
        arguments.forEach(
            (name, value) ->
                tensors.put(Generation.NAMES.contains(name) ? LLM_API + name : name, value));
        stream(question, "streaming");
        tensors.put(LLM_API + "exclude_input_from_output", true);
        parameters.put(FINISH, true);
      }
      default -> {
        parameters.putAll(arguments);
        if (question.stream()) {
          parameters.put("stream", true);
        }
      }
    }
  }

  /** A parameter holds no list: several stops go with all other arguments into one text. */
  private void vllm(Question question, Map<String, Object> arguments) {
    List<?> stops = arguments.get("stop") instanceof List<?> list ? list : List.of();
    if (stops.size() > 1) {
      tensors.put("sampling_parameters", json(arguments));
    } else {
      parameters.putAll(arguments);
      parameters.remove("stop");
      stops.forEach(one -> parameters.put("stop", one));
    }
    stream(question, "stream");
    tensors.put("exclude_input_in_output", true);
    tensors.put(FINISH, true);
    COUNTS.forEach(name -> tensors.put(name, true));
  }

  private void stream(Question question, String name) {
    if (question.stream()) {
      tensors.put(name, true);
    }
  }

  private void rename(String name, String other) {
    Object value = tensors.remove(name);
    if (value != null) {
      tensors.put(other, value);
    }
  }

  private static String json(Map<String, Object> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + arguments.keySet(), e);
    }
  }

  /** Path of a served model: {@code NAME}, or {@code NAME/versions/2} for one of its versions. */
  public static String path(String model) {
    StringBuilder path = new StringBuilder("/v2/models");
    for (String part : model.split("/", -1)) {
      path.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return path.toString();
  }
}
