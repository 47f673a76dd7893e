package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.load.Closed;
import org.inferometer.machine.Clock;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.MeasuredIteration;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.ServedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.runner.IterationType;

/** The slots of a closed loop, by the calls that JMH makes of them, against a real server. */
@Timeout(60)
class CallerTest {
  private static final int SLOTS = 2;
  private static final BenchmarkParams JMH = JmhParams.benchmark(SLOTS, Map.of("stack", "a"));

  private final Target target = new Target();
  private ExactScheduleServer server;

  @BeforeEach
  void open() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=3");
    target.stack = "vllm@" + server.uri();
    target.model = "exact";
    target.task = "chat";
    target.mode = "stream";
    target.open(JMH);
  }

  @AfterEach
  void close() {
    server.close();
    Recorder.shared().drain();
  }

  @Test
  void whatJmhDoesNotCountIsNotMeasured() throws InterruptedException {
    Caller slot = begin(new Caller(), 0, IterationType.MEASUREMENT);
    ask(slot, before());
    ask(slot, during());
    ask(slot, during());
    ask(slot, after());
    ask(slot, after());

    assertThat(Recorder.shared().drain())
        .extracting(RequestRecord::phase)
        .as("the lead-in, an operation that nobody counts, two that JMH counts, and the edge")
        .containsExactly(
            Phase.EDGE, Phase.EDGE, Phase.MEASURED, Phase.MEASURED, Phase.EDGE, Phase.EDGE);
  }

  @Test
  void theFirstOperationOfEachMeasurementCountsHoweverShortThatIs() throws InterruptedException {
    Caller slot = new Caller();
    for (int i = 0; i < 2; i++) {
      begin(slot, 0, IterationType.MEASUREMENT);
      ask(slot, after());
      ask(slot, after());
    }

    assertThat(Recorder.shared().drain())
        .extracting(RequestRecord::phase)
        .containsExactly(
            Phase.EDGE, Phase.MEASURED, Phase.EDGE, Phase.EDGE, Phase.MEASURED, Phase.EDGE);
  }

  @Test
  void warmUpIsAllWarmUpAndHasNoLeadIn() throws InterruptedException {
    Caller slot = begin(new Caller(), 0, IterationType.WARMUP);
    ask(slot, during());
    ask(slot, after());

    assertThat(Recorder.shared().drain())
        .extracting(RequestRecord::phase)
        .containsExactly(Phase.WARMUP, Phase.WARMUP);
  }

  @Test
  void iterationsOfWarmUpAndMeasurementAreCountedApart() throws InterruptedException {
    Caller slot = new Caller();
    for (IterationType type :
        List.of(
            IterationType.WARMUP,
            IterationType.WARMUP,
            IterationType.MEASUREMENT,
            IterationType.MEASUREMENT)) {
      begin(slot, 0, type);
      ask(slot, during());
    }

    assertThat(Recorder.shared().drain())
        .extracting(RequestRecord::iteration)
        .containsExactly(1, 2, 1, 1, 2, 2);
  }

  @Test
  void eachSlotAsksItsOwnPlacesAndMeasuresThemFromTheFirstOn() throws InterruptedException {
    List<Caller> slots = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(begin(new Caller(), i, IterationType.WARMUP));
      ask(slots.get(i), during());
    }
    for (int i = 0; i < SLOTS; i++) {
      begin(slots.get(i), i, IterationType.MEASUREMENT);
      ask(slots.get(i), during());
      ask(slots.get(i), after());
      ask(slots.get(i), after());
    }
    begin(slots.get(1), 1, IterationType.MEASUREMENT);
    ask(slots.get(1), during());

    List<RequestRecord> all = Recorder.shared().drain();
    assertThat(places(all, 0, true)).containsExactly(0L);
    assertThat(places(all, 1, true)).containsExactly(1L, 3L);
    assertThat(places(all, 0, false)).containsExactly(0L, 2L, 4L, 6L);
    assertThat(places(all, 1, false)).containsExactly(1L, 3L, 5L, 7L, 9L);
    assertThat(all)
        .allMatch(
            one ->
                one.id()
                    .equals("by-hand-" + (one.phase() == Phase.MEASURED ? "" : "w") + one.place()));
    assertThat(all).allMatch(one -> one.outcome() == Outcome.OK && one.outputTokens() == 3);
    assertThat(all)
        .as("connections are open before")
        .extracting(RequestRecord::connectNanos)
        .containsOnlyNulls();
    assertThat(served(all.size()))
        .extracting(ServedRequest::id)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(RequestRecord::id).toList());
  }

  @Test
  void aSlotIsFreeFromTheEndOfItsLastRequestAndNotBetweenIterations() throws InterruptedException {
    Caller slot = new Caller();
    List<Long> begun = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      begun.add(Clock.nanos());
      begin(slot, 0, IterationType.MEASUREMENT);
      ask(slot, during());
      ask(slot, during());
    }

    List<RequestRecord> all = Recorder.shared().drain();
    for (int i : new int[] {1, 2, 4, 5}) {
      assertThat(all.get(i).scheduled()).isEqualTo(all.get(i - 1).closed());
    }
    for (int i : new int[] {0, 3}) {
      assertThat(all.get(i).scheduled())
          .isGreaterThanOrEqualTo(begun.get(i / 3))
          .isLessThanOrEqualTo(all.get(i).started());
    }
  }

  @Test
  void aRecordTellsWhoAskedForWhat() throws InterruptedException {
    ask(begin(new Caller(), 1, IterationType.MEASUREMENT), during());

    RequestRecord record = Recorder.shared().drain().get(1);
    assertThat(record.stack()).isEqualTo(target.stack);
    assertThat(record.model()).isEqualTo("exact");
    assertThat(record.task()).isEqualTo("chat");
    assertThat(record.mode().label()).isEqualTo("stream");
    assertThat(record.load()).isEqualTo("p=2");
    assertThat(record.thread()).isEqualTo(1);
  }

  @Test
  void aBenchmarkByHandHasNumbersToo() throws InterruptedException {
    ask(begin(new Caller(), 0, IterationType.MEASUREMENT), during());

    List<RequestRecord> byHand = Recorder.shared().drain();
    assertThat(byHand).extracting(RequestRecord::fork).containsOnlyNulls();
    assertThat(MeasuredIteration.of(byHand, new Closed(SLOTS))).isPresent();
  }

  @Test
  void theFirstTokenIsAllThatItsBenchmarkWaitsFor() throws InterruptedException {
    Caller slot = begin(new Caller(), 0, IterationType.MEASUREMENT);
    slot.prepare(during());

    assertThat(new FirstTokenBenchmark().firstToken(target, slot)).isTrue();
    slot.finish();
    ask(slot, during());

    List<RequestRecord> all = Recorder.shared().drain();
    assertThat(all.get(1).outcome()).isEqualTo(Outcome.OK);
    assertThat(all.get(1).phase()).isEqualTo(Phase.MEASURED);
    assertThat(all.get(2).scheduled())
        .as("the slot is free when the whole answer is there")
        .isEqualTo(all.get(1).closed());
  }

  @Test
  void anAnswerWithoutATokenHasNoFirst() throws InterruptedException {
    Caller slot = begin(new Caller(), 0, IterationType.MEASUREMENT);
    server.close();
    slot.prepare(during());

    assertThat(new FirstTokenBenchmark().firstToken(target, slot)).isFalse();
    slot.finish();
  }

  @Test
  void theServerThatABenchmarkByHandStartsEndsWithIt() throws InterruptedException {
    Target standard = new Target();
    standard.stack = StackByHand.STANDARD;
    standard.model = "exact";
    standard.task = "chat";
    standard.mode = "stream";
    standard.open(JmhParams.benchmark(1, Map.of("stack", "standard")));
    assertThat(servers()).isEqualTo(2);
    Caller slot = new Caller();
    slot.beginIteration(
        standard, JmhParams.iteration(IterationType.MEASUREMENT), JmhParams.thread(0, 1));
    slot.leave();

    assertThat(servers()).isEqualTo(1);
    assertThat(Recorder.shared().drain())
        .extracting(RequestRecord::outcome)
        .containsOnly(Outcome.OK);
  }

  @Test
  void theConnectionsAreClosedWhenTheLastSlotHasLeft() throws InterruptedException {
    List<Caller> slots = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(begin(new Caller(), i, IterationType.MEASUREMENT));
    }
    slots.get(0).leave();
    ask(slots.get(1), during());
    slots.get(1).leave();

    assertThat(Recorder.shared().drain()).hasSize(3).allMatch(one -> one.outcome() == Outcome.OK);
    assertThatThrownBy(slots.get(1)::start).hasMessageEndingWith("is closed");
  }

  @Test
  void theLastSlotThatLeavesEndsTheTrial() throws InterruptedException {
    List<Caller> slots = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(begin(new Caller(), i, IterationType.MEASUREMENT));
    }
    slots.get(0).leave();
    ask(slots.get(1), during());
    server.close();
    ask(slots.get(1), during());

    assertThatThrownBy(slots.get(1)::leave)
        .as("by hand no record tells of a failed operation")
        .isInstanceOf(Recorder.HopelessTrial.class);
  }

  private Caller begin(Caller slot, int index, IterationType type) throws InterruptedException {
    slot.beginIteration(target, JmhParams.iteration(type), JmhParams.thread(index, SLOTS));
    return slot;
  }

  private void ask(Caller slot, Control control) throws InterruptedException {
    slot.prepare(control);
    assertThat(new CompletionBenchmark().complete(target, slot).ended()).isTrue();
    slot.finish();
  }

  /** The server logs an answer a moment after its client has it. */
  private List<ServedRequest> served(int count) throws InterruptedException {
    List<ServedRequest> served = new ArrayList<>(server.log().drain());
    while (served.size() < count) {
      Thread.sleep(1);
      served.addAll(server.log().drain());
    }
    return served;
  }

  private static Control before() {
    return new Control();
  }

  private static Control during() {
    Control control = before();
    control.startMeasurement = true;
    return control;
  }

  private static Control after() {
    Control control = during();
    control.stopMeasurement = true;
    return control;
  }

  private static Stream<Long> places(List<RequestRecord> all, int slot, boolean measured) {
    return all.stream()
        .filter(one -> one.thread() == slot && (one.phase() == Phase.MEASURED) == measured)
        .map(RequestRecord::place);
  }

  private static long servers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("exact-schedule-server"))
        .count();
  }
}
