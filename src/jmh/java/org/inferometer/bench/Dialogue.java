package org.inferometer.bench;

import java.util.ArrayList;
import java.util.List;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * The turns of one prompt, asked one after the other; most prompts are one turn. Each turn but the
 * first is known when the one before has been answered. What it takes to read that answer and to
 * encode the next turn lies between the two, never in an answer's latency: in the think time, or
 * else in the schedule delay.
 */
final class Dialogue {
  private final Asking asking;
  private final Phase side;
  private final long place;
  private final Conversation conversation;
  private final List<String> answers = new ArrayList<>();
  private int turn = 1;

  /** The prompt at {@code place} of the trial's sequence for {@code side}. */
  Dialogue(Asking asking, Phase side, long place) {
    this.asking = asking;
    this.side = side;
    this.place = place;
    this.conversation = new Conversation(asking.questions().prompt(side, place));
  }

  /** Encodes the request of the turn that is due. */
  Outgoing encode() {
    Prompt asked = asking.cell().talk().asked(conversation.ask(turn, answers));
    return asking.prepare(asked, side, place, turn > 1 ? "-t" + turn : "");
  }

  /** Where the turn that is due belongs. */
  Labels labels(Phase phase, int iteration, Integer thread) {
    Labels labels = asking.labels(phase, iteration, thread, place);
    return conversation.turns() == 1
        ? labels
        : labels.of(Asking.name(side, place), turn, conversation.turns());
  }

  /** Whether no other turn follows. */
  boolean isLast() {
    return turn == conversation.turns();
  }

  /**
   * Takes in the answer to the turn that was due. A turn that failed ends its conversation.
   *
   * @return whether another one is due now
   */
  boolean goesOn(Exchange answered) {
    if (isLast() || answered.record().outcome() != Outcome.OK) {
      return false;
    }
    boolean given = asking.cell().talk().hearsAnswers();
    answers.add(given ? answered.text().text() : conversation.reference(turn));
    turn++;
    return true;
  }
}
