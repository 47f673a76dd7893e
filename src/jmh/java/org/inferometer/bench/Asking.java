package org.inferometer.bench;

import java.util.List;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Questions;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.run.Cell;
import org.inferometer.wire.Client;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * One task as a trial asks it.
 *
 * @param canceller gives some of its requests up; null for none
 */
record Asking(Cell cell, Questions questions, Client client, Canceller canceller) {

  /** A request that is not to be sent. */
  Outgoing example() {
    Conversation first = new Conversation(questions.prompt(Phase.WARMUP, 0));
    return client.prepare(
        cell.talk().asked(first.ask(1, List.of())),
        cell.generation(),
        cell.labels().mode(),
        "example");
  }

  /** What is asked at {@code place} of the trial's sequence for {@code phase}. */
  Dialogue dialogue(Phase phase, long place) {
    return new Dialogue(this, phase, place);
  }

  /**
   * Encodes a request at {@code place} of the trial's sequence for {@code phase}.
   *
   * @param turn what tells it from others at that place; else empty
   */
  Outgoing prepare(Prompt prompt, Phase phase, long place, String turn) {
    return client.prepare(
        prompt,
        questions.generation(cell.generation(), phase, place),
        cell.labels().mode(),
        id(phase, place) + turn);
  }

  /** Starts a request; see {@link Client#start}. */
  Exchange start(Outgoing outgoing, Labels labels, long scheduled) {
    Exchange exchange = client.start(outgoing, labels, scheduled);
    if (canceller != null) {
      canceller.started(exchange, labels);
    }
    return exchange;
  }

  Labels labels(Phase phase, int iteration, Integer thread, long place) {
    Labels l = cell.labels();
    return new Labels(
        l.stack(), l.model(), l.task(), l.mode(), l.load(), l.trial(), l.fork(), iteration, thread,
        phase, place);
  }

  void close() {
    client.close();
    if (canceller != null) {
      canceller.close();
    }
  }

  private String id(Phase phase, long place) {
    Labels l = cell.labels();
    return l.trial() == null
        ? "by-hand-" + name(phase, place)
        : l.stack() + "-" + l.trial() + "-r" + l.fork() + "-" + name(phase, place);
  }

  /** Names what is asked at a place, within one repeat of the trial. */
  static String name(Phase phase, long place) {
    return (phase == Phase.WARMUP ? "w" : "") + place;
  }
}
