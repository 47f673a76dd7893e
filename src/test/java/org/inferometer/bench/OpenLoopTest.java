package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.load.Arrivals;
import org.inferometer.load.Driver;
import org.inferometer.load.Gaps;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.load.Stage;
import org.inferometer.load.Stages;
import org.inferometer.machine.Clock;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.ServedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules of requests, over real sockets. */
class OpenLoopTest {
  private static final Duration WARM_UP = Duration.ofMillis(200);
  private static final Duration MEASURED = Duration.ofMillis(500);
  private static final String FAST = "ttft=2ms,itl=1ms,tokens=3";

  /** So many requests that are due in the same millisecond. */
  private static final Open AT_ONCE =
      new Open(new Stages(List.of(new Stage(8000, 8000, Duration.ofMillis(1))), Gaps.CONSTANT), 1);

  @TempDir private Path folder;
  private int runs;
  private Driver.Outcome outcome;

  @AfterEach
  void forget() {
    Recorder.shared().drain();
  }

  private static Open poisson(Integer maxInFlight) {
    return new Open(new Rate(200, Gaps.POISSON, MEASURED), maxInFlight);
  }

  @Test
  void everyRequestStartsAtItsTimeAndNoneEarlier() throws Exception {
    List<RequestRecord> all;
    List<ServedRequest> served;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, FAST)) {
      all = run(server.uri(), poisson(null));
      served = logged(server, all.size());
    }

    assertThat(outcome.started()).isEqualTo(all.size());
    assertThat(fromFirst(all)).isEqualTo(times(poisson(null)));
    assertThat(all).extracting(RequestRecord::outcome).containsOnly(Outcome.OK);
    assertThat(all).allMatch(one -> one.started() >= one.scheduled());
    assertThat(all).extracting(RequestRecord::load).containsOnly(poisson(null).label());
    assertThat(all)
        .as("connections are open before")
        .extracting(RequestRecord::connectNanos)
        .containsOnlyNulls();
    Map<String, ServedRequest> truth = new HashMap<>();
    served.forEach(one -> truth.put(one.id(), one));
    assertThat(all).allMatch(one -> truth.get(one.id()).arrival() >= one.started());
  }

  @Test
  void aStackThatIsGoneFailsItsOwnTrial() throws Exception {
    URI gone;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, FAST)) {
      gone = server.uri();
    }

    assertThatThrownBy(() -> run(gone, poisson(null)))
        .isInstanceOf(Recorder.HopelessTrial.class)
        .hasMessageContaining("cannot connect to " + gone);
  }

  @Test
  void aRateIsWarmedUpAtItsOwnPaceWithoutABreak() throws Exception {
    List<RequestRecord> all;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, FAST)) {
      all = run(server.uri(), poisson(null));
    }

    List<RequestRecord> warm = phase(all, Phase.WARMUP);
    List<RequestRecord> measured = phase(all, Phase.MEASURED);
    assertThat(warm).isNotEmpty();
    assertThat(warm.size() + measured.size()).isEqualTo(all.size());
    assertThat(all.subList(0, warm.size())).isEqualTo(warm);
    assertThat(measured).extracting(RequestRecord::place).startsWith(0L, 1L, 2L);
    List<Long> times = times(poisson(null));
    assertThat(times.get(warm.size() - 1)).isLessThan(WARM_UP.toNanos());
  }

  @Test
  void everyStackIsAskedTheSameAtTheSameTimes() throws Exception {
    List<RequestRecord> fast;
    List<RequestRecord> slow;
    try (ExactScheduleServer one = ExactScheduleServer.start(0, FAST);
        ExactScheduleServer other = ExactScheduleServer.start(0, "ttft=80ms,tokens=2,slots=4")) {
      fast = run(one.uri(), poisson(null));
      slow = run(other.uri(), poisson(null));
    }

    assertThat(fromFirst(slow)).isEqualTo(fromFirst(fast));
    assertThat(slow)
        .extracting(RequestRecord::prompt)
        .isEqualTo(fast.stream().map(RequestRecord::prompt).toList());
  }

  @Test
  void aCapHoldsBackAndLeavesOutNothing() throws Exception {
    List<RequestRecord> all;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=20ms,itl=0ms,tokens=1")) {
      all = run(server.uri(), poisson(2));
    }

    assertThat(fromFirst(all)).isEqualTo(times(poisson(2)));
    assertThat(all).allMatch(one -> one.outcome() == Outcome.OK && one.inFlight() <= 2);
    assertThat(all).isSortedAccordingTo(Comparator.comparing(RequestRecord::started));
    assertThat(outcome.heldBack()).as("200/s asked, 100/s possible").isPositive();
    assertThat(outcome.givenUp()).isZero();
  }

  @Test
  void whatTheDrainLeavesOpenOrUnstartedIsIncompleteAndOnRecord() throws Exception {
    List<RequestRecord> all;
    // Each passes its deadline of 300 ms, the next one follows; after 1.3 s nobody waits any more.
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=60s,tokens=1")) {
      all = run(server.uri(), AT_ONCE, Duration.ofMillis(300));
    }

    assertThat(all).hasSize(8);
    assertThat(outcome.started() + outcome.givenUp()).isEqualTo(8);
    assertThat(outcome.givenUp()).isPositive();
    assertThat(all).noneMatch(one -> one.outcome() == Outcome.OK);
    assertThat(all.get(0).outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(all.subList(outcome.started(), 8))
        .allMatch(one -> one.outcome() == Outcome.INCOMPLETE && one.started() == null)
        .allMatch(one -> one.scheduled() != null && one.closed() >= one.scheduled());
  }

  @Test
  void aScheduleWithoutAWarmUpIsRehearsedElsewhere() throws Exception {
    List<RequestRecord> all;
    List<ServedRequest> served;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, FAST)) {
      all = run(server.uri(), AT_ONCE);
      served = logged(server, all.size());
    }

    assertThat(all).hasSize(8).extracting(RequestRecord::phase).containsOnly(Phase.MEASURED);
    assertThat(served)
        .extracting(ServedRequest::id)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(RequestRecord::id).toList());
  }

  @Test
  void whatWasHeldBackToTheEndHasItsWholeTime() throws Exception {
    List<RequestRecord> all;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=750ms,itl=0ms,tokens=1")) {
      all = run(server.uri(), AT_ONCE, Duration.ofSeconds(1));
    }

    assertThat(outcome.open()).isZero();
    assertThat(outcome.heldBack()).isPositive();
    assertThat(all)
        .filteredOn(one -> one.started() != null)
        .hasSize(outcome.started())
        .noneMatch(one -> one.outcome() == Outcome.INCOMPLETE);
  }

  /** Kiefer and Wolfowitz, Trans. AMS 78, 1955: whoever comes first gets the first free slot. */
  @Test
  void aQueueOfSlotsServesWhoComesAsItsArrivalsSay() throws Exception {
    long busy = Duration.ofMillis(10).toNanos();
    List<RequestRecord> all;
    List<ServedRequest> served;
    try (ExactScheduleServer server =
        ExactScheduleServer.start(0, "ttft=10ms,itl=0ms,tokens=1,slots=2")) {
      all = run(server.uri(), poisson(null));
      served = logged(server, all.size());
    }

    served.sort(Comparator.comparing(ServedRequest::begun).thenComparing(ServedRequest::arrival));
    PriorityQueue<Long> free = new PriorityQueue<>(List.of(0L, 0L));
    for (ServedRequest one : served) {
      long begun = Math.max(one.arrival(), free.remove());
      assertThat(one.begun()).isEqualTo(begun);
      assertThat(one.due()).containsExactly(begun + busy);
      free.add(begun + busy);
    }
    Map<String, ServedRequest> truth = new HashMap<>();
    served.forEach(one -> truth.put(one.id(), one));
    assertThat(all)
        .hasSameSizeAs(served)
        .allMatch(one -> one.at()[0] >= truth.get(one.id()).due()[0]);
  }

  /** What a server has served; the last ones are logged a moment after they ended. */
  private static List<ServedRequest> logged(ExactScheduleServer server, int count) {
    List<ServedRequest> served = new ArrayList<>(server.log().drain());
    long patience = Clock.nanos() + Duration.ofSeconds(10).toNanos();
    while (served.size() < count && Clock.nanos() < patience) {
      LockSupport.parkNanos(1_000_000);
      served.addAll(server.log().drain());
    }
    return served;
  }

  private List<RequestRecord> run(URI server, Open load) throws InterruptedException, IOException {
    return run(server, load, Duration.ofMinutes(1));
  }

  /** In the order of the schedule. */
  private List<RequestRecord> run(URI server, Open load, Duration total)
      throws InterruptedException, IOException {
    Path records = folder.resolve(runs++ + ".jsonl");
    Target target = new Target();
    target.open(fork(server, load, total, records), 1);
    OpenLoop loop = new OpenLoop();
    loop.prepare(target);
    try {
      outcome = loop.run();
    } finally {
      loop.end();
    }
    List<RequestRecord> all = new ArrayList<>();
    RecordReader.read(
        records,
        all::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    all.sort(
        Comparator.comparing(RequestRecord::scheduled)
            .thenComparing(RequestRecord::phase, Comparator.reverseOrder())
            .thenComparing(RequestRecord::place));
    return all;
  }

  private static TrialFork fork(URI server, Open load, Duration total, Path records) {
    return new TrialFork(ShortCell.of("stack", server, load, WARM_UP, total), records, null);
  }

  /** When requests of {@code load} are to start, in nanoseconds from the first. */
  private static List<Long> times(Open load) {
    TrialFork fork = fork(URI.create("http://127.0.0.1:1"), load, Duration.ofSeconds(1), null);
    Arrivals arrivals = load.arrivals(fork.cell().scheduleSeed(), WARM_UP);
    List<Long> times = new ArrayList<>();
    for (long at = arrivals.next(); at != Arrivals.END; at = arrivals.next()) {
      times.add(at);
    }
    long first = times.get(0);
    return times.stream().map(at -> at - first).toList();
  }

  private static List<Long> fromFirst(List<RequestRecord> all) {
    return all.stream().map(one -> one.scheduled() - all.get(0).scheduled()).toList();
  }

  private static List<RequestRecord> phase(List<RequestRecord> all, Phase phase) {
    return all.stream().filter(one -> one.phase() == phase).toList();
  }
}
