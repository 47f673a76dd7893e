package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.TrialResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Closed loops on servers whose capacity is known, by a clock that runs as the test wants it to:
 * what is summarized has to be the truth, however a server serves and however short the time is.
 */
final class KnownAnswerTest {
  private static final long WORK = 10_000_000;
  private static final long TURNAROUND = 20_000;
  private static final int TOKENS = 5;

  @TempDir private Path folder;

  @ParameterizedTest(name = "p = {0}, {1} rounds")
  @CsvSource({"1,3", "1,10", "1,30", "8,3", "8,10", "8,30", "64,3", "64,10", "64,30"})
  void throughputIsTheCapacityWhicheverWayRequestsAreServed(int p, int rounds) throws IOException {
    for (String capacity : List.of("slots=1", "sharing=processor")) {
      TrialResult trial = measured(capacity, WORK, p, rounds);

      assertThat(trial.estimate(Metric.REQUEST_THROUGHPUT).value())
          .as(capacity)
          .isCloseTo(100, withinPercentage(0.5));
      assertThat(trial.estimate(Metric.TOKEN_THROUGHPUT).value())
          .as(capacity)
          .isCloseTo(100 * TOKENS, withinPercentage(0.5));
    }
  }

  @ParameterizedTest(name = "p = {0}")
  @CsvSource({"1", "8", "64"})
  void aTrueDifferenceInCapacityIsWhatIsSeen(int p) throws IOException {
    double one = throughput(measured("slots=1", WORK, p, 3));
    double slower = throughput(measured("sharing=processor", WORK + WORK / 20, p, 3));

    assertThat(slower / one).isCloseTo(1 / 1.05, withinPercentage(0.5));
  }

  private static double throughput(TrialResult trial) {
    return trial.estimate(Metric.REQUEST_THROUGHPUT).value();
  }

  private TrialResult measured(String capacity, long work, int p, int rounds) throws IOException {
    HandMade run = HandMade.run(folder.resolve(capacity + work), Mode.STREAM, List.of(p), "a");
    run.write("a", p, new Loop(capacity, work, p).records(rounds * p * work));
    return run.read("a");
  }

  /** One iteration: p slots that start in step, are measured for a time, and end together. */
  private static final class Loop {
    private final Service service;
    private final int p;
    private final long work;
    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Asked> coming =
        new PriorityQueue<>(Comparator.comparingLong(Asked::started));
    private final List<Asked> served = new ArrayList<>();
    private final Set<Connection> begun = new HashSet<>();
    private final List<RequestRecord> records = new ArrayList<>();

    private record Asked(
        int slot, long scheduled, long started, Phase phase, Connection connection) {}

    Loop(String capacity, long work, int p) {
      service = new Service(new AnswerScripts(capacity).capacity(), 0, begun::add);
      this.work = work;
      this.p = p;
    }

    RequestRecord[] records(long time) {
      for (int slot = 0; slot < p; slot++) {
        ask(slot, 1 + slot, Phase.EDGE);
      }
      long measuredLeft = 0;
      while (records.isEmpty() || measuredLeft > 0) {
        long next = coming.isEmpty() ? Long.MAX_VALUE : coming.peek().started();
        if (next <= service.nextEnd()) {
          Asked asked = coming.poll();
          service.arrive(asked.connection(), next);
          served.add(asked);
          continue;
        }
        long end = service.nextEnd();
        service.advance(end);
        for (Asked ended : served.stream().filter(asked -> hasEnded(asked, end)).toList()) {
          served.remove(ended);
          begun.remove(ended.connection());
          records.add(record(ended, end));
          measuredLeft -= ended.phase() == Phase.MEASURED ? 1 : 0;
          Phase phase = end < time ? Phase.MEASURED : Phase.EDGE;
          measuredLeft += phase == Phase.MEASURED ? 1 : 0;
          ask(ended.slot(), end, phase);
        }
      }
      return records.toArray(RequestRecord[]::new);
    }

    private boolean hasEnded(Asked asked, long now) {
      return begun.contains(asked.connection()) && service.timeOf(asked.connection().end()) <= now;
    }

    private void ask(int slot, long now, Phase phase) {
      Connection connection = new Connection(null, null);
      long jittered = Math.round(work * random.nextDouble(0.996, 1.004));
      connection.take("id", now, 1, new Script(List.of(new Step.Wait(jittered))));
      coming.add(new Asked(slot, now, now + TURNAROUND, phase, connection));
    }

    private static RequestRecord record(Asked asked, long end) {
      long[] at = new long[TOKENS];
      int[] ones = new int[TOKENS];
      Arrays.fill(ones, 1);
      Arrays.setAll(at, k -> end - (TOKENS - 1 - k) * 1_000L);
      return HandMade.record(
          1,
          1,
          asked.slot(),
          asked.phase(),
          asked.scheduled(),
          asked.started(),
          at[0],
          at,
          ones,
          ones,
          end,
          8,
          TOKENS,
          TOKENS);
    }
  }
}
