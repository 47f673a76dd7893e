package org.inferometer.wire;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a stream of events says, worked out the slow and obvious way: the whole body as one text,
 * lines by splitting it, documents as trees. Documents of which it cannot say for sure what they
 * mean are {@link #odd}; about a body with such a document it has no opinion.
 */
final class ReferenceDecoder {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final List<String> TEXTS =
      List.of("content", "reasoning", "reasoning_content", "refusal", "thinking");
  private static final List<String> LABELS = List.of("type", "index");
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final boolean usageAsked;

  int content;
  int tokens;
  boolean everyEventTells = true;
  boolean untold;
  boolean usageSoFar;
  int usage;
  Integer finalUsage;
  Integer promptTokens;
  Integer cachedTokens;
  String finish;
  boolean done;
  boolean error;
  boolean odd;

  /** Decodes {@code body}; {@code usageAsked} whether usages in events were asked for. */
  ReferenceDecoder(byte[] body, int length, boolean usageAsked) {
    this.usageAsked = usageAsked;
    String text = new String(body, 0, length, StandardCharsets.ISO_8859_1);
    String unmarked = text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    String[] lines = unmarked.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    List<String> data = new ArrayList<>();
    boolean errorEvent = false;
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      if (line.isEmpty()) {
        String joined = String.join("\n", data);
        if (!joined.isEmpty()) {
          event(errorEvent, joined);
        }
        data.clear();
        errorEvent = false;
      } else if (field.equals("data")) {
        data.add(value);
      } else if (field.equals("event")) {
        errorEvent = value.equals("error");
      }
    }
  }

  private void event(boolean errorEvent, String data) {
    if (done) {
      return;
    }
    if (data.replaceAll("^[ \t]+|[ \t]+$", "").equals("[DONE]")) {
      done = true;
      return;
    }
    if (data.replaceAll("^[ \t]+|[ \t]+$", "").equals("null")) {
      return;
    }
    try {
      JsonNode document = JSON.readTree(data.getBytes(StandardCharsets.ISO_8859_1));
      if (!document.isObject()) {
        odd = true;
      } else if (errorEvent
          || tells(document.path("error"))
          || anyTells(document.path("choices"))
          || document.path("object").asText().equals("error")) {
        error = true;
      } else {
        chunk(document);
      }
    } catch (IOException e) {
      odd = true;
    }
  }

  private void chunk(JsonNode document) {
    for (String name :
        List.of("detail", "errors", "success", "code", "status", "status_code", "type")) {
      odd |= document.has(name);
    }
    JsonNode choices = document.path("choices");
    JsonNode counts = document.path("usage");
    odd |= !choices.isMissingNode() && !choices.isArray();
    odd |= counts.has("cached_tokens");
    odd |= !counts.isMissingNode() && !counts.isNull() && !counts.isObject();
    boolean told = some(counts, 1);
    boolean text = false;
    Integer ids = null;
    String reason = null;
    for (JsonNode choice : choices) {
      odd |= !choice.isObject() || choice.path("finish_reason").isObject();
      odd |= choice.path("finish_reason").isNumber();
      counts = !told && some(choice.path("usage"), 0) ? choice.path("usage") : counts;
      text |= filled(choice.path("text"));
      for (String part : List.of("delta", "message")) {
        for (String name : TEXTS) {
          text |= filled(choice.path(part).path(name));
        }
        for (JsonNode detail : choice.path(part).path("reasoning_details")) {
          text |= filled(detail.path("text"));
        }
        text |= calls(choice.path(part).path("tool_calls"));
        text |= calls(choice.path(part).path("function_call"));
      }
      if (choice.path("token_ids").isArray()) {
        ids = (ids == null ? 0 : ids) + choice.path("token_ids").size();
      }
      reason =
          choice.path("finish_reason").isTextual()
                  && !choice.path("finish_reason").textValue().strip().matches("(?i)|null|none")
              ? choice.path("finish_reason").textValue()
              : reason;
    }
    Integer completion = count(counts.path("completion_tokens"));
    Integer all = count(counts.path("total_tokens"));
    Integer some = count(counts.path("prompt_tokens"));
    if (completion == null && all != null && some != null && some > 0 && all > some) {
      completion = all - some;
    }
    if (completion != null && completion == 0 && (text || content > 0)) {
      completion = null;
    }
    Integer brings = ids;
    boolean ongoing = reason == null && finish == null;
    boolean soFar =
        !choices.isEmpty() && (usageSoFar || ongoing && everyEventTells || usageAsked && !untold);
    if (brings == null && soFar && completion != null) {
      brings = Math.max(0, completion - usage);
    }
    untold |= !choices.isEmpty() && brings == null;
    if (text || (brings != null && brings > 0)) {
      content++;
      everyEventTells &= brings != null;
      tokens += brings == null ? 0 : brings;
    }
    finish = reason != null ? reason : finish;
    Integer prompt = count(counts.path("prompt_tokens"));
    promptTokens = prompt != null && prompt > 0 ? prompt : promptTokens;
    Integer cached = count(counts.path("prompt_tokens_details").path("cached_tokens"));
    boolean known = prompt != null && prompt > 0;
    boolean cachedTold = cached != null && (known ? cached <= prompt : cached > 0);
    cachedTokens = cachedTold ? cached : cachedTokens;
    if (completion != null) {
      usage = Math.max(usage, completion);
      if (soFar && ongoing) {
        usageSoFar |= completion > 0;
      } else {
        finalUsage = completion;
      }
    }
  }

  /** Whether a usage counts tokens, {@code least} at least. */
  private boolean some(JsonNode usage, int least) {
    Integer prompt = count(usage.path("prompt_tokens"));
    Integer completion = count(usage.path("completion_tokens"));
    return prompt != null && prompt >= least || completion != null && completion >= least;
  }

  private static boolean anyTells(JsonNode choices) {
    boolean any = false;
    for (JsonNode choice : choices) {
      any |= tells(choice.path("error"));
    }
    return any;
  }

  /** Whether a part of a tool call has more than what says which call it is of. */
  private static boolean calls(JsonNode value) {
    if (!value.isContainerNode()) {
      return tells(value);
    }
    boolean any = false;
    for (JsonNode each : value.isArray() ? value : List.<JsonNode>of()) {
      any |= calls(each);
    }
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      boolean label = !each.getValue().isContainerNode() && LABELS.contains(each.getKey());
      any |= !label && calls(each.getValue());
    }
    return any;
  }

  private static boolean tells(JsonNode value) {
    if (value.isContainerNode()) {
      for (JsonNode each : value) {
        if (tells(each)) {
          return true;
        }
      }
      return false;
    }
    return value.isTextual()
        ? !value.textValue().isEmpty()
        : value.isNumber() ? value.doubleValue() != 0 : value.asBoolean();
  }

  private boolean filled(JsonNode text) {
    odd |= text.isArray();
    return text.isTextual() && !text.textValue().isEmpty();
  }

  private Integer count(JsonNode number) {
    boolean count =
        number.isNumber()
            && number.doubleValue() == Math.rint(number.doubleValue())
            && number.canConvertToInt()
            && number.intValue() >= 0;
    return count ? number.intValue() : null;
  }
}
