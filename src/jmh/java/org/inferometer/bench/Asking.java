package org.inferometer.bench;

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
    Prompt prompt = questions.prompt(Phase.WARMUP, 0);
    return client.prepare(prompt, cell.generation(), cell.labels().mode(), "example");
  }

  /** Encodes the request at {@code place} of the trial's sequence for {@code phase}. */
  Outgoing prepare(Phase phase, long place) {
    return client.prepare(
        questions.prompt(phase, place),
        questions.generation(cell.generation(), phase, place),
        cell.labels().mode(),
        id(phase, place));
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
    String number = (phase == Phase.WARMUP ? "w" : "") + place;
    return l.trial() == null
        ? "by-hand-" + number
        : l.stack() + "-" + l.trial() + "-r" + l.fork() + "-" + number;
  }
}
