package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as turns: each is a question, with the messages before it that nobody has been asked
 * yet, such as a system prompt. A text is one turn.
 */
public final class Conversation {
  /** Records tell a turn by its number, and questions by place and turn. */
  public static final int MOST_TURNS = 1000;

  private final Prompt prompt;
  private final List<Turn> turns = new ArrayList<>();

  /** Which answers the later turns of a conversation see before them. */
  public enum History {
    /** Those that the stack gave. */
    @JsonProperty("given")
    GIVEN,
    /** Those of the data set. */
    @JsonProperty("reference")
    REFERENCE
  }

  /** Messages up to a question, and the data set's answer to it, or null. */
  private record Turn(List<Message> asked, String reference) {}

  /** The turns of {@code prompt}. */
  public Conversation(Prompt prompt) {
    this.prompt = prompt;
    List<Message> messages = prompt.messages();
    List<Message> asked = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      asked.add(messages.get(i));
      if (messages.get(i).isQuestion()) {
        boolean answered = i + 1 < messages.size() && messages.get(i + 1).isAnswer();
        turns.add(new Turn(List.copyOf(asked), answered ? messages.get(++i).content() : null));
        asked.clear();
      }
    }
    if (messages.isEmpty()) {
      turns.add(new Turn(List.of(), prompt.reference()));
    }
  }

  /** How many turns it has. */
  public int turns() {
    return turns.size();
  }

  /** The data set's answer to a turn, from 1; null where it has none. */
  public String reference(int turn) {
    return turns.get(turn - 1).reference;
  }

  /** The question of a turn, from 1. */
  public String question(int turn) {
    List<Message> asked = turns.get(turn - 1).asked;
    return asked.isEmpty() ? prompt.text() : asked.get(asked.size() - 1).content();
  }

  /**
   * What a request of a turn asks: all that was said before, and its question.
   *
   * @param turn from 1
   * @param answers to the turns before it
   */
  public Prompt ask(int turn, List<String> answers) {
    if (prompt.messages().isEmpty()) {
      return prompt;
    }
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < turn; i++) {
      said.addAll(turns.get(i).asked);
      if (i + 1 < turn) {
        said.add(new Message(Message.ASSISTANT, answers.get(i)));
      }
    }
    return Prompt.of(prompt.id(), said);
  }

  /** The prompt with no more than its first {@code most} turns. */
  public Prompt first(int most) {
    if (turns.size() <= most) {
      return prompt;
    }
    List<Message> kept = new ArrayList<>();
    for (Turn turn : turns.subList(0, most)) {
      kept.addAll(turn.asked);
      if (turn.reference != null) {
        kept.add(new Message(Message.ASSISTANT, turn.reference));
      }
    }
    return Prompt.of(prompt.id(), kept);
  }
}
