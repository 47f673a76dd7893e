package org.inferometer.bench;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.inferometer.machine.Clock;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.PointLog;
import org.inferometer.run.Cell;
import org.inferometer.scenario.Tenants;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Client;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The tenants of one point: each has its requests encoded and its connections open before all are
 * released at the same time, by a time on the clock that is named to all of them.
 */
@State(Scope.Benchmark)
public class TenantPoint {
  /** From the last tenant's being ready to the release. */
  private static final long LEAD_NANOS = 20_000_000;

  private static final int MOST_RESERVED = 256;

  /** That of this process, for the profiler. */
  private static volatile TenantPoint current;

  /** What sets one point apart from others in JMH's results. */
  @Param("none")
  public String tenants;

  private TenantFork fork;
  private Span span;
  private final List<TenantLoad> loads = new ArrayList<>();
  private final List<List<RequestRecord>> records = new ArrayList<>();
  private String[] reasons;

  /** When each gave up, for its reason. */
  private long[] gaveUp;

  private long released;
  private long ended;
  private PointLog log;

  /** Connects all, and encodes their first requests. */
  @Setup(Level.Trial)
  public void prepare() {
    fork = TenantFork.current();
    current = this;
    RunAbove.endWithIt();
    Tenants all = fork.scenario().tenants();
    long from = all.buildUp(fork.scenario().measure()).toNanos();
    span = new Span(from, from + all.measured(fork.scenario().measure()).toNanos());
    for (int i = 0; i < fork.trials().size(); i++) {
      loads.add(load(i, all));
    }
    reasons = new String[loads.size()];
    gaveUp = new long[loads.size()];
    Rehearsal.run(loads.get(0).asking.cell());
    System.gc();
  }

  private TenantLoad load(int i, Tenants all) {
    Trial trial = fork.trials().get(i);
    Cell cell = fork.cell(i, trial.name());
    Cell drawn = fork.cell(i, trial.sequence());
    int connections = cell.load().connections();
    Client client = Client.open(cell.endpoint(), cell.settings(connections));
    try {
      client.connect(connections);
    } catch (UncheckedIOException e) {
      client.close();
      throw new Recorder.HopelessTrial(trial.stack() + ": " + e.getMessage());
    }
    Asking asking = new Asking(cell, drawn.questions(), client, Canceller.of(drawn));
    client.reserve(Math.min(MOST_RESERVED, connections), asking.example());
    Recorder recorder = Recorder.started();
    recorder.beginTrial(
        RecordWriter.append(fork.run().requests(trial.stack(), trial.name())),
        cell.load(),
        AnswerTexts.of(List.of(cell), fork.run().answers(trial.stack(), trial.name())));
    if (fork.trials().size() > 1) {
      recorder.endWith(span.absence());
    }
    Integer most = all.get(trial.stack()).requests();
    return TenantLoad.of(asking, drawn, recorder, span, most);
  }

  /** Releases all tenants, and waits until the last has ended. */
  void run() throws InterruptedException {
    CompletableFuture<Long> release = new CompletableFuture<>();
    CountDownLatch ready = new CountDownLatch(loads.size());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      int number = i;
      Thread thread =
          new Thread(() -> run(number, ready, release), "tenant-" + fork.trials().get(i).stack());
      thread.start();
      threads.add(thread);
    }
    ready.await();
    released = Clock.nanos() + LEAD_NANOS;
    release.complete(released);
    for (Thread thread : threads) {
      thread.join();
    }
    ended = Clock.nanos();
  }

  private void run(int number, CountDownLatch ready, CompletableFuture<Long> release) {
    try {
      loads
          .get(number)
          .run(
              () -> {
                ready.countDown();
                return release.join();
              });
    } catch (InterruptedException e) {
      giveUp(number, "interrupted");
    } catch (RuntimeException e) {
      giveUp(number, e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      // One that fails before it is ready holds nobody up.
      ready.countDown();
    }
  }

  private void giveUp(int number, String reason) {
    reasons[number] = reason;
    gaveUp[number] = Clock.nanos();
    // Nothing that its neighbours ask from now on is measured.
    span.end();
  }

  /** Has all that ended decoded, and says how it went. */
  @TearDown(Level.Iteration)
  public void keep() {
    List<PointLog.Tenant> told = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      records.add(loads.get(i).recorder.drain());
      told.add(told(i));
    }
    log = new PointLog(repeat(), released, released + span.from(), ended, told);
    log.append(fork.run().tenants());
  }

  private PointLog.Tenant told(int i) {
    Trial trial = fork.trials().get(i);
    TenantLoad load = loads.get(i);
    List<RequestRecord> all = records.get(i);
    Long left = load.left();
    String why = left == null || loads.size() == 1 ? null : "it asked as many as its requests say";
    Long gone = gone(all);
    if (gone != null) {
      left = gone;
      why = reasons[i] == null ? "its last requests all failed" : reasons[i];
    } else if (reasons[i] != null) {
      left = Math.max(released, gaveUp[i]);
      why = reasons[i];
    } else if (left == null && all.stream().noneMatch(this::warms)) {
      why = "none of its requests was answered before the measurement began";
    }
    return new PointLog.Tenant(trial.stack(), trial.name(), load.late(), left, why);
  }

  private boolean warms(RequestRecord record) {
    return record.outcome() == Outcome.OK
        && record.closed() != null
        && record.closed() <= released + span.from();
  }

  /** When it no longer answered; null where it did to the end, or where nobody asked beside it. */
  private Long gone(List<RequestRecord> all) {
    if (loads.size() == 1) {
      return null;
    }
    Absence absence = span.absence();
    all.forEach(absence::add);
    return absence.sinceAtTheEnd();
  }

  private int repeat() {
    return fork.trials().get(0).repeat();
  }

  /** Ends the connections and the files of records. */
  @TearDown(Level.Trial)
  public void end() {
    loads.forEach(TenantLoad::close);
  }

  /** What this process carries out; null if it is none of tenants. */
  static TenantPoint current() {
    return current;
  }

  TenantFork fork() {
    return fork;
  }

  /** How it went. */
  PointLog log() {
    return log;
  }

  /** What each tenant's requests came to, in the order of trials. */
  List<List<RequestRecord>> records() {
    return records;
  }

  /** The tenants of {@code trials}, in JMH's results. */
  static String named(List<Trial> trials) {
    return String.join(" + ", trials.get(0).point());
  }

  /** Labels of results that end with a tenant's name, without it. */
  static <T> Map<String, T> of(String tenant, Map<String, T> results) {
    Map<String, T> own = new LinkedHashMap<>();
    String end = TenantProfiler.AT + tenant;
    results.forEach(
        (label, result) -> {
          if (label.endsWith(end)) {
            own.put(label.substring(0, label.length() - end.length()), result);
          }
        });
    return own;
  }
}
