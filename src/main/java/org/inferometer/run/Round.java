package org.inferometer.run;

import java.util.List;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Questions;
import org.inferometer.load.Driver;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.AnswerText;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Exchange;

/**
 * Requests of one cell, all at once, outside any trial: they draw no prompt that is measured, and
 * no file keeps them.
 *
 * @param parallelism how many
 */
record Round(Cell cell, int parallelism) {

  /**
   * Sends them and waits for their ends.
   *
   * @param position of the first in the cell's sequence of warm-up prompts
   */
  List<RequestRecord> send(long position) throws InterruptedException {
    return send(position, cell.settings(parallelism)).stream().map(Exchange::record).toList();
  }

  /** The first of them, alone. */
  Answered ask() throws InterruptedException {
    Exchange exchange = new Round(cell, 1).send(0, cell.settings(1).keepingTexts()).get(0);
    String question = cell.questions().prompt(Phase.WARMUP, 0).text();
    return new Answered(question, exchange.record(), exchange.text());
  }

  /**
   * What was asked and answered.
   *
   * @param question the last one where there were several messages
   * @param text null where nothing was asked
   */
  record Answered(String question, RequestRecord record, AnswerText text) {}

  private List<Exchange> send(long position, ClientSettings settings) throws InterruptedException {
    try (Client client = Client.open(cell.endpoint(), settings)) {
      Questions questions = cell.questions();
      Exchange[] exchanges = new Exchange[parallelism];
      Driver driver =
          new Driver(
              (index, scheduled, ended) -> {
                exchanges[index] = start(client, questions, position + index, scheduled);
                exchanges[index].onEnd(exchange -> ended.run());
              });
      driver.slots(parallelism, 1, 0);
      for (Exchange each : exchanges) {
        each.record(); // It is decoded from buffers that go with the client.
      }
      return List.of(exchanges);
    }
  }

  private Exchange start(Client client, Questions questions, long position, long scheduled) {
    String id = "warm-up-" + cell.labels().stack() + "-" + position;
    Conversation asked = new Conversation(questions.prompt(Phase.WARMUP, position));
    return client.start(
        client.prepare(
            cell.talk().asked(asked.ask(1, List.of())),
            questions.generation(cell.generation(), Phase.WARMUP, position),
            cell.labels().mode(),
            id),
        cell.labels(),
        scheduled);
  }
}
