package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One prompt of a task: a text, or messages.
 *
 * @param id unique within its task; kept in every record
 * @param text what the model is asked; of messages the last question
 * @param reference a reference answer, where there is one
 * @param messages what the model is asked, where that is more than one text: of a data set a whole
 *     {@link Conversation}, of a request what has been said so far and the question; empty for a
 *     text
 * @param beside further prompts that the same request asks, each for an answer of its own
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Prompt(
    String id, String text, String reference, List<Message> messages, List<Prompt> beside) {

  public Prompt {
    messages = List.copyOf(messages);
    beside = beside == null ? List.of() : List.copyOf(beside);
  }

  /** What a request asks alone. */
  public Prompt(String id, String text, String reference, List<Message> messages) {
    this(id, text, reference, messages, List.of());
  }

  /** A text. */
  public Prompt(String id, String text, String reference) {
    this(id, text, reference, List.of());
  }

  /** Texts that one request asks together; its id is that of all. */
  static Prompt together(List<Prompt> texts) {
    String id = texts.stream().map(Prompt::id).collect(Collectors.joining("+"));
    return new Prompt(id, texts.get(0).text(), null, List.of(), texts.subList(1, texts.size()));
  }

  /** All texts that are asked. */
  public List<String> texts() {
    return Stream.concat(Stream.of(this), beside.stream()).map(Prompt::text).toList();
  }

  /** Messages, of which at least one is a question. */
  static Prompt of(String id, List<Message> messages) {
    String last = "";
    for (Message one : messages) {
      last = one.isQuestion() ? one.content() : last;
    }
    return new Prompt(id, last, null, messages);
  }

  /** Whether only a protocol that knows messages can ask it. */
  public boolean hasMessages() {
    return !messages.isEmpty();
  }

  /**
   * The same as one text, if it is messages: each as {@code form} says, and then the beginning of
   * the answer.
   *
   * @param form with <code>{role}</code> and <code>{content}</code> where these go
   */
  public Prompt joined(String form) {
    if (messages.isEmpty()) {
      return this;
    }
    String said =
        messages.stream()
            .map(one -> form.replace("{role}", one.role()).replace("{content}", one.content()))
            .collect(Collectors.joining());
    String answer =
        form.replace("{role}", Message.ASSISTANT).replaceFirst("(?s)[{]content[}].*", "");
    return new Prompt(id, said + answer.stripTrailing(), reference);
  }

  /** How a chat is asked it: a text is one question. */
  public List<Message> asMessages() {
    return messages.isEmpty() ? List.of(new Message(Message.USER, text)) : messages;
  }

  /** The same prompt with {@code beginning} before its text, or before its first message. */
  Prompt after(String beginning) {
    if (messages.isEmpty()) {
      return new Prompt(id, beginning + text, reference);
    }
    List<Message> renewed = new ArrayList<>(messages);
    Message first = messages.get(0);
    renewed.set(0, new Message(first.role(), beginning + first.content()));
    return of(id, renewed);
  }
}
