package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model's chat template, rendered as transformers does it ({@code apply_chat_template}): Jinja
 * with {@code trim_blocks} and {@code lstrip_blocks}, given the messages, the special tokens,
 * {@code raise_exception} and {@code strftime_now}. Safe for use by several threads.
 *
 * <p>Known differences: the library reads {@code f(a=b - 1)} as {@code f(a=b) - 1}, and knows no
 * slices with a step ({@code messages[::-1]}). A template with these is refused when rendered.
 */
public final class ChatTemplate {
  private static final LegacyOverrides LIKE_JINJA =
      LegacyOverrides.Builder.from(LegacyOverrides.ALL)
          .withWhitespaceRequiredWithinTokens(false)
          .build();

  private final Jinjava jinja;
  private final String source;
  private final SpecialTokens special;

  ChatTemplate(String source, SpecialTokens special) {
    // Jinja drops one newline at the end of a template.
    this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    this.special = special;
    jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withEnableRecursiveMacroCalls(true)
                .withElResolver(new PythonMethods())
                .withLegacyOverrides(LIKE_JINJA)
                .build());
    function("raise_exception", "raise");
    function("strftime_now", "now");
  }

  private void function(String name, String method) {
    jinja.registerFunction(
        new ELFunctionDefinition("", name, ChatTemplate.class, method, String.class));
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
   * @throws TemplateException if the template refuses the conversation or cannot be rendered
   */
  public String render(
      List<Map<String, Object>> messages, boolean addGenerationPrompt, Map<String, Object> more) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("messages", messages);
    variables.put("add_generation_prompt", addGenerationPrompt);
    variables.put("tools", null);
    variables.put("documents", null);
    variables.put("bos_token", special.bos() == null ? "" : special.bos());
    variables.put("eos_token", special.eos() == null ? "" : special.eos());
    // Functions are no variables here, but templates ask whether this one is defined.
    variables.put("strftime_now", true);
    variables.putAll(more);
    RenderResult result = jinja.renderForResult(source, variables);
    for (TemplateError error : result.getErrors()) {
      if (error.getSeverity() == ErrorType.FATAL) {
        throw new TemplateException(message(error), error.getException());
      }
    }
    return result.getOutput();
  }

  private static String message(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof TemplateException) {
        return cause.getMessage();
      }
    }
    return "line " + error.getLineno() + ": " + error.getMessage();
  }

  /** {@code raise_exception} of a template. */
  static String raise(String message) {
    throw new TemplateException(message, null);
  }

  /** {@code strftime_now} of a template, with the directives that chat templates use. */
  static String now(String format) {
    LocalDateTime now = LocalDateTime.now();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        String pattern = datePattern(format.charAt(++i));
        text.append(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String datePattern(char directive) {
    return switch (directive) {
      case 'd' -> "dd";
      case 'a' -> "EEE";
      case 'A' -> "EEEE";
      case 'b' -> "MMM";
      case 'B' -> "MMMM";
      case 'm' -> "MM";
      case 'y' -> "yy";
      case 'Y' -> "yyyy";
      case 'H' -> "HH";
      case 'M' -> "mm";
      case 'S' -> "ss";
      default -> throw new TemplateException("strftime_now: unknown %" + directive, null);
    };
  }

  /** A conversation that a template refuses, or a template that cannot be rendered. */
  public static final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
