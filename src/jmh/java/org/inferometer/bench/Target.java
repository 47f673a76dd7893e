package org.inferometer.bench;

import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.run.Cell;
import org.inferometer.wire.Client;
import org.inferometer.wire.Outgoing;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a trial asks: one stack, model, task and mode, over one client that all threads share.
 *
 * <p>{@code stack} is a name of the plan when a scenario runs, or, for a benchmark run by hand, the
 * URL of a running server, {@code DIALECT@URL}, or {@code standard}: the built-in server with an
 * exact token schedule.
 */
@State(Scope.Benchmark)
public class Target {
  /** Memory for more answers is got as they come. */
  private static final int MOST_RESERVED = 256;

  @Param("standard")
  public String stack;

  @Param("default")
  public String model;

  @Param("chat")
  public String task;

  @Param("stream")
  public String mode;

  private TrialFork fork;
  private Cell cell;
  private PromptSequence prompts;
  private Client client;
  private AtomicInteger threadsLeft;
  private boolean count;

  /** Connects and gets memory, once per thread, before any clock starts. */
  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    TrialFork wanted =
        TrialFork.of(
            this,
            () ->
                StreamProfiler.isSchedule(params)
                    ? OpenLoop.byHand(params.getParam("load"))
                    : new Closed(params.getThreads()));
    if (wanted.records() != null) {
      RunAbove.endWithIt();
    }
    count = params.getBenchmark().startsWith(CountBenchmark.class.getName());
    open(wanted, params.getThreads());
  }

  /** The same for what is known already. */
  void open(TrialFork wanted, int threads) {
    fork = wanted;
    cell = wanted.cell();
    prompts = cell.sequence();
    client = Client.open(cell.endpoint(), cell.settings(load().connections()));
    client.connect(load().connections());
    client.reserve(Math.min(MOST_RESERVED, load().connections()), example());
    System.gc();
    threadsLeft = new AtomicInteger(threads);
    Recorder.shared()
        .beginTrial(fork.records() == null ? null : RecordWriter.append(fork.records()), load());
  }

  /**
   * Tells that one of the threads is done; with the last one, closes the connections and the
   * records file. No teardown of this state, because JMH lets all threads but one sleep for a
   * second while that of a shared state takes longer than a millisecond.
   */
  void leave() {
    if (threadsLeft.decrementAndGet() == 0) {
      close();
    }
  }

  private void close() {
    Recorder.shared().endTrial();
    client.close();
    if (fork.standard() != null) {
      fork.standard().close();
    }
  }

  /** Whether its requests end by their number. */
  boolean isCount() {
    return count;
  }

  Client client() {
    return client;
  }

  Cell cell() {
    return cell;
  }

  Load load() {
    return cell.load();
  }

  /** A request that is not to be sent. */
  Outgoing example() {
    Prompt prompt = prompts.prompt(Phase.WARMUP, 0);
    return client.prepare(prompt, cell.generation(), cell.labels().mode(), "example");
  }

  /** Encodes the request at {@code place} of the trial's sequence for {@code phase}. */
  Outgoing prepare(Phase phase, long place) {
    return client.prepare(
        prompts.prompt(phase, place),
        cell.generation().at(place),
        cell.labels().mode(),
        id(phase, place));
  }

  Labels labels(Phase phase, int iteration, Integer thread, long place) {
    Labels l = cell.labels();
    return new Labels(
        l.stack(), l.model(), l.task(), l.mode(), l.load(), l.trial(), l.fork(), iteration, thread,
        phase, place);
  }

  private String id(Phase phase, long place) {
    Labels l = cell.labels();
    String number = (phase == Phase.WARMUP ? "w" : "") + place;
    return l.trial() == null
        ? "by-hand-" + number
        : l.stack() + "-" + l.trial() + "-r" + l.fork() + "-" + number;
  }
}
