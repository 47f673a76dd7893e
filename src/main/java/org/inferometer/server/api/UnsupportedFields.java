package org.inferometer.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fields that OpenAI or vLLM know and this server does not support, each with the values that ask
 * for nothing. Fields that nobody knows are ignored, as by vLLM.
 */
final class UnsupportedFields {
  private static final Map<String, Predicate<JsonNode>> HARMLESS = new LinkedHashMap<>();

  static {
    for (String name : new String[] {"n", "best_of", "stream_interval"}) {
      HARMLESS.put(name, value -> value.isIntegralNumber() && value.longValue() == 1);
    }
    for (String name :
        new String[] {
          "echo", "use_beam_search", "include_stop_str_in_output", "continue_final_message"
        }) {
      HARMLESS.put(name, value -> value.isBoolean() && !value.booleanValue());
    }
    HARMLESS.put("top_logprobs", value -> value.isIntegralNumber() && value.longValue() == 0);
    for (String name : new String[] {"tools", "functions", "bad_words", "logit_bias"}) {
      HARMLESS.put(name, value -> value.isContainerNode() && value.isEmpty());
    }
    for (String name : new String[] {"tool_choice", "function_call"}) {
      HARMLESS.put(name, value -> value.asText().equals("none") || value.asText().equals("auto"));
    }
    for (String name :
        new String[] {
          "prompt_logprobs",
          "logprob_token_ids",
          "allowed_token_ids",
          "truncate_prompt_tokens",
          "prompt_embeds",
          "structured_outputs",
          "guided_json",
          "guided_regex",
          "guided_choice",
          "guided_grammar",
          "thinking_token_budget",
          "repetition_detection",
          "audio"
        }) {
      HARMLESS.put(name, value -> false);
    }
    HARMLESS.put("logprobs", value -> value.isBoolean() && !value.booleanValue());
    HARMLESS.put("suffix", value -> value.isTextual() && value.textValue().isEmpty());
    HARMLESS.put("response_format", value -> value.path("type").asText().equals("text"));
  }

  private UnsupportedFields() {}

  /**
   * Refuses a request that asks for something unsupported.
   *
   * @param known fields that are supported here
   */
  static void refuse(RequestFields fields, Set<String> known) throws ApiException {
    for (Map.Entry<String, Predicate<JsonNode>> field : HARMLESS.entrySet()) {
      String name = field.getKey();
      if (!known.contains(name) && fields.has(name) && !field.getValue().test(fields.value(name))) {
        throw fields.wrong(name, "left out of the request: this server does not support it");
      }
    }
  }
}
