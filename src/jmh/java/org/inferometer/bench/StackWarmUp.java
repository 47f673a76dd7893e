package org.inferometer.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
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
 * compilers, caches and allocators of a server settle only under requests. Asks no prompt that is
 * measured, nor one that it has asked before, and records nothing.
 */
final class StackWarmUp {
  private StackWarmUp() {}

  /**
   * Sends rounds of every task in every mode at every parallelism, the largest first, over and over
   * until the scenario's time is over.
   */
  static void run(Scenario scenario, String stack, String model, URI url)
      throws InterruptedException {
    String nonces = UUID.randomUUID().toString();
    long end = Clock.nanos() + scenario.measure().stackWarmup().toNanos();
    List<Integer> parallelism = new ArrayList<>(scenario.parallelism());
    parallelism.sort(Comparator.reverseOrder());
    for (long sent = 0; Clock.nanos() < end; ) {
      for (int p : parallelism) {
        for (Mode mode : scenario.modes()) {
          for (Task task : scenario.tasks()) {
            if (Clock.nanos() < end) {
              Labels labels = labels(stack, model, task, mode, p);
              send(Cell.planned(scenario, task, labels, url, nonces), p, sent);
              sent += p;
            }
          }
        }
      }
    }
  }

  private static Labels labels(String stack, String model, Task task, Mode mode, int parallelism) {
    return new Labels(
        stack,
        model,
        task.name(),
        mode,
        "p=" + parallelism,
        null,
        null,
        null,
        null,
        Phase.WARMUP,
        null);
  }

  private static void send(Cell cell, int parallelism, long sent) throws InterruptedException {
    Labels labels = cell.labels();
    try (Client client =
        Client.open(
            cell.endpoint(), ClientSettings.forConnections(parallelism).with(cell.deadlines()))) {
      List<Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < parallelism; i++) {
        String id = "warm-up-%s-%d".formatted(labels.stack(), sent + i);
        exchanges.add(
            client.start(
                client.prepare(
                    cell.sequence().prompt(Phase.WARMUP, sent + i),
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
