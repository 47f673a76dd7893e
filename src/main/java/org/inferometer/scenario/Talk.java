package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Think;

/**
 * How a task's conversations are held.
 *
 * @param history which answers later turns see before them
 * @param think how long whoever asks thinks after each answer in an open loop; the users of a load
 *     think as that says
 * @param turns how many of a conversation are asked, from its first on; null for all
 * @param join how its messages become one text, for protocols that know none, with <code>{role}
 *     </code> and <code>{content}</code> where these go; null to ask messages
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Talk(History history, Think think, Integer turns, String join) {
  /** As it is where nothing else is said. */
  public static final Talk DEFAULT = new Talk(null, null, null, null);

  public Talk {
    history = history == null ? History.GIVEN : history;
    think = think == null ? Think.NONE : think;
  }

  /** What is asked where {@code prompt} is to be. */
  public Prompt asked(Prompt prompt) {
    return join == null ? prompt : prompt.joined(join);
  }

  /** Whether later turns see what the stack itself answered before. */
  public boolean hearsAnswers() {
    return history == History.GIVEN;
  }
}
