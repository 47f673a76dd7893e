package org.inferometer.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Message;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Open;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.wire.Api;
import org.inferometer.wire.Protocol;

/** Whether conversations can be held as a task wants, which only its prompts tell. */
final class TalkCheck {
  private TalkCheck() {}

  /**
   * What is wrong with {@code task} and its prompts for {@code stacks}, in a sentence, if anything.
   */
  static Optional<String> problem(Task task, List<Prompt> prompts, List<Stack> stacks) {
    Optional<Prompt> messages = prompts.stream().filter(Prompt::hasMessages).findFirst();
    String where = "tasks." + task.name();
    if (messages.isEmpty()) {
      return task.conversation() == null
          ? Optional.empty()
          : Optional.of(
              where
                  + ".conversation: %s has no conversation; allowed: prompts with turns, messages or conversations"
                      .formatted(task.prompts()));
    }
    Api api = Api.valueOf(task.api().toUpperCase(Locale.ROOT));
    if (task.talk().join() != null && api == Api.CHAT) {
      return Optional.of(
          where
              + ".conversation.join: not with api: chat, which asks messages; allowed: api: completions");
    }
    for (Stack stack : task.talk().join() == null ? stacks : List.<Stack>of()) {
      Protocol protocol = stack.spoken().protocol();
      if (protocol.asks(api) != Api.CHAT || !protocol.chats()) {
        return Optional.of(
            where
                + ".api: %s of %s is a conversation, which %s cannot be asked by %s (protocol %s), as it knows no messages; allowed: %s"
                    .formatted(
                        messages.get().id(),
                        task.prompts(),
                        stack.name(),
                        task.api(),
                        stack.protocol(),
                        protocol.chats()
                            ? "api: chat, or conversation.join, which makes one text of it"
                            : "conversation.join, which makes one text of it, or stacks of a protocol with messages, such as openai-chat"));
      }
      Optional<Prompt> interrupted = prompts.stream().filter(TalkCheck::instructsLater).findFirst();
      if (interrupted.isPresent() && !protocol.instructsAnywhere()) {
        return Optional.of(
            where
                + ".prompts: %s of %s is instructed between its messages, which %s can only be before all of them (protocol %s), so that it would be asked something else; allowed: such messages at the beginning, or stacks of a protocol that has them anywhere, such as openai-chat"
                    .formatted(
                        interrupted.get().id(), task.prompts(), stack.name(), stack.protocol()));
      }
    }
    boolean goesOn = prompts.stream().anyMatch(one -> new Conversation(one).turns() > 1);
    if (goesOn && task.tools() != null && task.talk().hearsAnswers()) {
      return Optional.of(
          where
              + ".tools: a model may answer a turn by a call, to which nobody answers, so that the"
              + " next turn would follow an empty answer; allowed: conversation.history: reference,"
              + " or prompts of one turn");
    }
    boolean limited =
        task.loads().stream()
            .anyMatch(one -> one instanceof Open open && open.maxInFlight() != null);
    if (limited && goesOn) {
      return Optional.of(
          where
              + ".loads: max-in-flight holds requests back, and a conversation's later turns follow"
              + " their answers; allowed: conversations without it");
    }
    return task.talk().history() == History.REFERENCE
        ? unanswered(prompts)
            .map(
                one ->
                    where
                        + ".conversation.history: reference, but %s; allowed: prompts with an answer to each turn but the last, or history: given"
                            .formatted(one))
        : Optional.empty();
  }

  private static boolean instructsLater(Prompt prompt) {
    return prompt.messages().stream().dropWhile(Message::instructs).anyMatch(Message::instructs);
  }

  private static Optional<String> unanswered(List<Prompt> prompts) {
    for (Prompt prompt : prompts) {
      Conversation of = new Conversation(prompt);
      for (int turn = 1; turn < of.turns(); turn++) {
        if (of.reference(turn) == null) {
          return Optional.of("%s has no answer to its turn %d".formatted(prompt.id(), turn));
        }
      }
    }
    return Optional.empty();
  }
}
