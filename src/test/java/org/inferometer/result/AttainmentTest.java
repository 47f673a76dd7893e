package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search learns of one repeat. */
class AttainmentTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final Load TEN_A_SECOND =
      new Open(new Rate(10, org.inferometer.load.Gaps.CONSTANT, Duration.ofMinutes(1)), null);

  @TempDir private Path folder;
  private int runs;

  @Test
  void eachTargetIsMetByAShareOfAllRequestsOfItsRepeat() throws IOException {
    RequestRecord[] records = new RequestRecord[14];
    for (int i = 0; i < 12; i++) {
      records[i] =
          i < 10
              ? request(2, Phase.MEASURED, 50 * i, 0, i < 8 ? 10 : 30, 50)
              : HandMade.failed(2, 50 * i, 50 * (i + 1));
    }
    records[12] = request(1, Phase.MEASURED, 0, 0, 30, 50);
    records[13] = request(2, Phase.WARMUP, -50, 0, 10, 50);

    Attainment found = of(new Closed(1), 2, targets("p2ft=20ms", "total_latency=60ms"), records);

    assertThat(found.met()).hasSize(2);
    assertThat(found.met().get(0)).isCloseTo(8 / 12.0, EXACT);
    assertThat(found.met().get(1)).isCloseTo(10 / 12.0, EXACT);
    assertThat(found.goodput()).as("8 that met both in 12 x 50 ms").isCloseTo(8 / 0.6, EXACT);
    assertThat(found.failed()).isCloseTo(2 / 12.0, EXACT);
    assertThat(found.growth()).isZero();
    assertThat(found.late()).isFalse();
  }

  @Test
  void onlyWhatMeetsAllTargetsIsGoodput() throws IOException {
    RequestRecord[] records = {
      request(1, Phase.MEASURED, 0, 0, 10, 100),
      request(1, Phase.MEASURED, 100, 0, 30, 50),
      request(1, Phase.MEASURED, 150, 0, 10, 50)
    };

    Attainment found = of(new Closed(1), 1, targets("p2ft=20ms", "total_latency=60ms"), records);

    assertThat(found.met()).allSatisfy(met -> assertThat(met).isCloseTo(2 / 3.0, EXACT));
    assertThat(found.goodput()).isCloseTo(1 / 0.2, EXACT);
  }

  @Test
  void aRepeatInWhichNothingWasMeasuredMetNothing() throws IOException {
    Attainment found =
        of(TEN_A_SECOND, 1, targets("p2ft=20ms"), request(1, Phase.WARMUP, 0, 0, 10, 50));

    assertThat(found).isEqualTo(new Attainment(List.of(0.0), 0, 1, 0, false));
  }

  @Test
  void ofOneRequestThereIsNoRate() throws IOException {
    Attainment found =
        of(TEN_A_SECOND, 1, targets("p2ft=20ms"), request(1, Phase.MEASURED, 0, 0, 10, 50));

    assertThat(found).isEqualTo(new Attainment(List.of(1.0), 0, 0, 0, false));
  }

  @Test
  void requestsThatPileUpGrowByAShareOfThoseThatAreAsked() throws IOException {
    RequestRecord[] piling = new RequestRecord[300];
    for (int i = 0; i < piling.length; i++) {
      piling[i] = request(1, Phase.MEASURED, 100 * i, 0, 10, 50 + 30 * i);
    }

    Attainment found = of(TEN_A_SECOND, 1, targets("p2ft=20ms"), piling);

    assertThat(found.growth()).as("of ten, 100 / 130 end").isCloseTo(3 / 13.0, within(0.01));
  }

  @Test
  void aRepeatIsSuspectWhereMoreThanOneInAHundredWasStartedLate() throws IOException {
    assertThat(of(TEN_A_SECOND, 1, targets("p2ft=20ms"), late(100, 1)).late()).isFalse();
    assertThat(of(TEN_A_SECOND, 1, targets("p2ft=20ms"), late(100, 2)).late()).isTrue();
  }

  private static RequestRecord[] late(int count, int late) {
    RequestRecord[] all = new RequestRecord[count];
    Arrays.setAll(all, i -> request(1, Phase.MEASURED, 100 * i, i < late ? 5 : 0, 10, 50));
    return all;
  }

  private static List<Slo> targets(String... texts) {
    return Arrays.stream(texts).map(Slo::parse).toList();
  }

  private Attainment of(Load load, int repeat, List<Slo> targets, RequestRecord... records)
      throws IOException {
    HandMade run = HandMade.under(List.of(load), folder.resolve("run-" + ++runs), Mode.STREAM, "a");
    run.write("a", load, records);
    return Attainment.of(run.directory, "a", run.read("a").cell(), repeat, targets);
  }

  private static RequestRecord request(
      int fork, Phase phase, long scheduled, long delay, long p2ft, long took) {
    long milli = 1_000_000;
    long start = (scheduled + delay) * milli;
    return HandMade.record(
        fork,
        1,
        0,
        phase,
        scheduled * milli,
        start,
        start + milli,
        new long[] {start + p2ft * milli, start + took * milli},
        new int[] {1, 1},
        new int[] {1, 1},
        start + took * milli,
        10,
        2,
        64);
  }
}
