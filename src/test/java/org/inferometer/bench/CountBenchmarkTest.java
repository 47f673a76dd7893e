package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.inferometer.machine.Clock;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.ServedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.IterationType;

/** Slots that measure so many requests together, by the calls that JMH makes of them. */
class CountBenchmarkTest {
  private final Target target = new Target();
  private final Count count = new Count();
  private ExactScheduleServer server;

  @AfterEach
  void close() {
    server.close();
    Recorder.shared().drain();
  }

  @Test
  void allSlotsTogetherMeasureAsManyRequestsAsWanted() throws Exception {
    List<RequestRecord> records = measure(3, 20);

    List<RequestRecord> measured = of(records, Phase.MEASURED);
    assertThat(measured)
        .extracting(RequestRecord::place)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 20).boxed().toList());
    assertThat(of(records, Phase.EDGE)).hasSizeGreaterThanOrEqualTo(3);
    for (int slot = 0; slot < 3; slot++) {
      int thread = slot;
      List<Phase> own =
          records.stream().filter(r -> r.thread() == thread).map(RequestRecord::phase).toList();
      assertThat(own.indexOf(Phase.MEASURED)).as("after one to lead in, if any").isIn(1, -1);
    }
  }

  @Test
  void nobodyAsksOnWhenTheLastMeasuredRequestHasEnded() throws Exception {
    List<RequestRecord> records = measure(3, 600);

    assertThat(of(records, Phase.MEASURED)).hasSize(600);
    assertThat(of(records, Phase.EDGE))
        .as("one of each slot to lead in, and a few around the last")
        .hasSizeLessThan(300);
  }

  @Test
  void aSlotThatCannotGoOnIsNotWaitedFor() throws Exception {
    open(2, "ttft=2ms,itl=1ms,tokens=4");
    count.requests = 100;
    count.begin();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> slots = start(threads, 2, IterationType.MEASUREMENT);
    while (server.log().drain().isEmpty()) {
      Thread.sleep(1);
    }
    slots.get(0).cancel(true);

    slots.get(1).get(60, TimeUnit.SECONDS);
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everySlotKeepsTheLoadUpUntilTheLastMeasuredRequestHasEnded() throws Exception {
    open(4, "ttft=2ms,itl=1ms,tokens=4");
    count.requests = 9;
    count.begin();
    count.take();
    ExecutorService ours = Executors.newSingleThreadExecutor();
    Future<?> last =
        ours.submit(
            () -> {
              int[] edges = new int[4];
              while (Arrays.stream(edges).anyMatch(n -> n < 2)) {
                Thread.sleep(1);
                server.log().drain().stream()
                    .map(ServedRequest::id)
                    .filter(id -> id.contains("-w"))
                    .forEach(id -> edges[Integer.parseInt(id.replaceAll(".*-w", "")) % 4]++);
              }
              count.ended();
              return null;
            });
    List<RequestRecord> records = go(4, IterationType.MEASUREMENT);
    last.get();
    ours.shutdown();

    assertThat(of(records, Phase.MEASURED)).hasSize(8);
    for (int slot = 0; slot < 4; slot++) {
      int thread = slot;
      List<RequestRecord> own = records.stream().filter(r -> r.thread() == thread).toList();
      assertThat(own.get(0).phase()).as("starts in step with others").isEqualTo(Phase.EDGE);
      assertThat(own.get(own.size() - 1).phase()).as("while ours is open").isEqualTo(Phase.EDGE);
      for (int i = 1; i < own.size(); i++) {
        assertThat(own.get(i).scheduled()).isEqualTo(own.get(i - 1).closed());
      }
    }
  }

  @Test
  void moreSlotsThanRequestsOnlyKeepTheLoadUp() throws Exception {
    List<RequestRecord> records = measure(5, 2);

    assertThat(of(records, Phase.MEASURED)).hasSize(2);
    assertThat(records).extracting(RequestRecord::thread).contains(0, 1, 2, 3, 4);
  }

  @Test
  void warmUpLastsForItsTimeAndMeasuresNothing() throws Exception {
    open(2, "ttft=1ms,itl=1ms,tokens=2");
    count.warmupMillis = 60;
    long begin = Clock.nanos();
    List<RequestRecord> records = run(2, IterationType.WARMUP);

    assertThat(Clock.nanos() - begin).isGreaterThanOrEqualTo(60_000_000);
    assertThat(records).isNotEmpty().allMatch(one -> one.phase() == Phase.WARMUP);
  }

  @Test
  void aStackThatFailsAlwaysEndsAllSlots() throws IOException {
    open(3, "ttft=1ms,itl=1ms,tokens=2");
    server.close();

    count.requests = 1_000_000_000;
    assertThatThrownBy(() -> run(3, IterationType.MEASUREMENT))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("failed");
  }

  private List<RequestRecord> measure(int slots, int requests) throws Exception {
    open(slots, "ttft=2ms,itl=1ms,tokens=4");
    count.requests = requests;
    return run(slots, IterationType.MEASUREMENT);
  }

  private void open(int slots, String schedule) throws IOException {
    server = ExactScheduleServer.start(0, schedule);
    target.stack = "vllm@" + server.uri();
    target.model = "exact";
    target.task = "chat";
    target.mode = "stream";
    target.open(JmhParams.count(slots, Map.of("stack", "a")));
  }

  /** The records of each slot in their order. */
  private List<RequestRecord> run(int slots, IterationType type) throws Exception {
    count.begin();
    return go(slots, type);
  }

  private List<RequestRecord> go(int slots, IterationType type) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    List<Future<?>> running = start(threads, slots, type);
    threads.shutdown();
    // One that fails leaves the others at work, and what they record is of no other test.
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    List<RequestRecord> records = Recorder.shared().drain();
    for (Future<?> one : running) {
      one.get();
    }
    return records;
  }

  private List<Future<?>> start(ExecutorService threads, int slots, IterationType type)
      throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      Caller slot = new Caller();
      slot.beginIteration(target, JmhParams.iteration(type), JmhParams.thread(i, slots));
      running.add(
          threads.submit(
              () -> {
                new CountBenchmark().requests(target, count, slot);
                slot.finish();
                return null;
              }));
    }
    return running;
  }

  private static List<RequestRecord> of(List<RequestRecord> records, Phase phase) {
    return records.stream().filter(one -> one.phase() == phase).toList();
  }
}
