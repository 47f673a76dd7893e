package org.inferometer.bench;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.run.Cell;
import org.inferometer.wire.Client;
import org.inferometer.wire.Exchange;
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

  /** The first is the only one where tasks are not mixed. */
  private final Map<Part, Asking> tasks = new LinkedHashMap<>();

  private Asking first;
  private AtomicInteger threadsLeft;
  private boolean count;

  /** Connects and gets memory, once per thread, before any clock starts. */
  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    TrialFork wanted = TrialFork.of(this, () -> byHand(params));
    if (wanted.records() != null) {
      RunAbove.endWithIt();
    }
    count = params.getBenchmark().startsWith(CountBenchmark.class.getName());
    open(wanted, params.getThreads());
  }

  private static Load byHand(BenchmarkParams params) {
    if (!StreamProfiler.isSchedule(params)) {
      return new Closed(params.getThreads());
    }
    return params.getParamsKeys().contains("users")
        ? UserLoop.byHand(params.getParam("users"))
        : OpenLoop.byHand(params.getParam("load"));
  }

  /** The same for what is known already. */
  void open(TrialFork wanted, int threads) {
    fork = wanted;
    for (Cell cell : wanted.cells()) {
      Asking one = new Asking(cell, cell.questions(), client(cell), Canceller.of(cell));
      tasks.put(new Part(cell.labels().model(), cell.labels().task()), one);
    }
    first = tasks.values().iterator().next();
    System.gc();
    threadsLeft = new AtomicInteger(threads);
    Path records = fork.records();
    Recorder.shared()
        .beginTrial(
            records == null ? null : RecordWriter.append(records),
            load(),
            AnswerTexts.of(fork.cells(), fork.answers()));
  }

  /** Tasks that are asked at the same endpoint share their connections. */
  private Client client(Cell cell) {
    for (Asking other : tasks.values()) {
      if (other.cell().endpoint().equals(cell.endpoint())
          && other.cell().keepsTexts() == cell.keepsTexts()) {
        return other.client();
      }
    }
    int connections = cell.load().connections();
    Client client = Client.open(cell.endpoint(), cell.settings(connections));
    connect(client, connections);
    client.reserve(
        Math.min(MOST_RESERVED, connections),
        new Asking(cell, cell.questions(), client, null).example());
    return client;
  }

  /** Whoever was there when the run began and is not now fails its own trials, and no other's. */
  private static void connect(Client client, int connections) {
    try {
      client.connect(connections);
    } catch (UncheckedIOException e) {
      client.close();
      throw new Recorder.HopelessTrial(e.getMessage());
    }
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
    tasks.values().forEach(Asking::close);
    if (fork.standard() != null) {
      fork.standard().close();
    }
  }

  /** Whether its requests end by their number. */
  boolean isCount() {
    return count;
  }

  Client client() {
    return first.client();
  }

  Cell cell() {
    return first.cell();
  }

  Load load() {
    return cell().load();
  }

  /** One of several tasks, as a mix calls it; the only one by any name. */
  Asking task(String key) {
    return tasks.size() == 1 ? first : tasks.get(Part.of(key, cell().labels().model()));
  }

  /** Starts a request of the only task. */
  Exchange start(Outgoing outgoing, Labels labels, long scheduled) {
    return first.start(outgoing, labels, scheduled);
  }

  Outgoing example() {
    return first.example();
  }

  Dialogue dialogue(Phase phase, long place) {
    return first.dialogue(phase, place);
  }
}
