package org.inferometer.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.record.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Exchange;

/**
 * Load for a stack that has just started, so that the first trial does not measure its cold start:
 * compilers, caches and allocators of a server settle only under requests. Draws no prompt that is
 * measured, and records nothing.
 */
final class StackWarmUp {
  private StackWarmUp() {}

  /** Sends rounds of the largest parallelism until the scenario's time for it is over. */
  static void run(Scenario scenario, String stack, String model, URI url)
      throws InterruptedException {
    int parallelism = scenario.parallelism().stream().mapToInt(Integer::intValue).max().orElse(1);
    long end = Clock.nanos() + scenario.measure().stackWarmup().toNanos();
    for (int round = 0; Clock.nanos() < end; round++) {
      Task task = scenario.tasks().get(round % scenario.tasks().size());
      Mode mode = scenario.modes().get(round % scenario.modes().size());
      Labels labels =
          new Labels(
              stack,
              model,
              task.name(),
              mode,
              "p=" + parallelism,
              null,
              null,
              null,
              null,
              Phase.WARMUP);
      send(Cell.planned(scenario, task, labels, url), parallelism, round);
    }
  }

  private static void send(Cell cell, int parallelism, int round) throws InterruptedException {
    Labels labels = cell.labels();
    try (Client client =
        Client.open(
            cell.endpoint(), ClientSettings.forConnections(parallelism).with(cell.deadlines()))) {
      List<Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < parallelism; i++) {
        String id = "warm-up-%s-%d-%d".formatted(labels.stack(), round, i);
        exchanges.add(
            client.start(
                client.prepare(
                    cell.sequence().prompt(Phase.WARMUP, (long) round * parallelism + i),
                    cell.generation(),
                    labels.mode(),
                    id),
                labels,
                Clock.nanos()));
      }
      for (Exchange exchange : exchanges) {
        exchange.awaitEnd();
      }
    }
  }
}
