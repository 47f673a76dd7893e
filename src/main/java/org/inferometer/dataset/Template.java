package org.inferometer.dataset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the text of a request from a prompt.
 *
 * @param form text in which every <code>{text}</code> stands for the prompt's
 * @param maxWords words of a prompt that are used; null for all. Cutting by words needs no
 *     tokenizer, so every stack gets the same text
 */
public record Template(String form, Integer maxWords) {
  private static final Pattern WORD = Pattern.compile("\\S+");

  /** The text of a request for {@code prompt}. */
  public String fill(Prompt prompt) {
    return fill(prompt.text());
  }

  /** What is asked for {@code prompt}: of a conversation each question is filled in. */
  public Prompt applied(Prompt prompt) {
    return prompt.hasMessages()
        ? Prompt.of(prompt.id(), prompt.messages().stream().map(this::applied).toList())
        : new Prompt(prompt.id(), fill(prompt), prompt.reference());
  }

  private Message applied(Message message) {
    return message.isQuestion() ? new Message(message.role(), fill(message.content())) : message;
  }

  private String fill(String text) {
    return form.replace("{text}", cut(text));
  }

  private String cut(String text) {
    if (maxWords == null) {
      return text;
    }
    Matcher words = WORD.matcher(text);
    int end = 0;
    for (int i = 0; i < maxWords; i++) {
      if (!words.find()) {
        return text;
      }
      end = words.end();
    }
    return words.find() ? text.substring(0, end) : text;
  }
}
