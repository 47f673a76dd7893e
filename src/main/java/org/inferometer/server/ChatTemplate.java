package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inferometer.server.template.Template;
import org.inferometer.server.template.TemplateException;

/**
 * A model's chat template, rendered as transformers does it ({@code apply_chat_template}): given
 * the messages and the special tokens. Safe for use by several threads.
 */
public final class ChatTemplate {
  private static final List<String> REASONING =
      List.of("reasoning_content", "thinking", "reasoning");

  private final Template template;
  private final TemplateException broken;
  private final SpecialTokens special;

  ChatTemplate(String source, SpecialTokens special) {
    Template parsed = null;
    TemplateException error = null;
    try {
      parsed = Template.parse(source, Clock.systemDefaultZone());
    } catch (TemplateException e) {
      // The model can be served all the same; a chat is told what is wrong.
      error = e;
    }
    this.template = parsed;
    this.broken = error;
    this.special = special;
  }

  /**
   * The template of a model directory: {@code chat_template.jinja}, else {@code chat_template} in
   * {@code tokenizer_config.json}, either a string or a list of named ones of which {@code default}
   * is taken.
   *
   * @return {@code null} if there is none
   */
  static ChatTemplate read(Path directory, JsonNode tokenizerConfig, SpecialTokens special) {
    String source = ModelFiles.text(directory.resolve("chat_template.jinja"));
    JsonNode configured = tokenizerConfig.path("chat_template");
    if (source == null && configured.isTextual()) {
      source = configured.textValue();
    }
    if (source == null && configured.isArray()) {
      for (JsonNode named : configured) {
        if (named.path("name").asText().equals("default")) {
          source = named.path("template").asText();
        }
      }
    }
    return source == null ? null : new ChatTemplate(source, special);
  }

  /**
   * The prompt for a conversation.
   *
   * @param messages each with {@code role}, {@code content} and what else the client gave
   * @param addGenerationPrompt whether the prompt ends where the assistant's answer begins
   * @param more further variables for the template
   * @throws TemplateException if the template refuses the conversation, or is broken or not
   *     supported
   */
  public String render(
      List<Map<String, Object>> messages, boolean addGenerationPrompt, Map<String, Object> more) {
    if (broken != null) {
      throw broken;
    }
    Map<String, Object> variables = new HashMap<>(special.texts());
    variables.put("tools", null);
    variables.put("documents", null);
    variables.putAll(more);
    variables.put("messages", prepared(messages));
    variables.put("add_generation_prompt", addGenerationPrompt);
    return template.render(variables);
  }

  /**
   * As transformers hands messages to a template: without what is {@code null}, and with the
   * reasoning under the names that templates read it by.
   */
  static List<Map<String, Object>> prepared(List<Map<String, Object>> messages) {
    List<Map<String, Object>> named = new ArrayList<>(messages.size());
    for (Map<String, Object> message : messages) {
      Map<String, Object> copy = new LinkedHashMap<>(message);
      copy.values().removeIf(Objects::isNull);
      for (String name : REASONING) {
        Object reasoning = message.get(name);
        if (reasoning != null) {
          copy.putIfAbsent("thinking", reasoning);
          copy.put("reasoning_content", reasoning);
          break;
        }
      }
      named.add(copy);
    }
    return named;
  }
}
