package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.load.Closed;
import org.inferometer.record.Mode;
import org.inferometer.scenario.CoolDown;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoolingTest {
  private static final Trial TRIAL =
      new Trial("a", "cell", Measure.COMPLETE, "m", "t", Mode.STREAM, Closed.ONE, 1, 1);

  private final List<String> kept = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void aTrialWaitsUntilTheGpusOfItsStackAreCool() throws InterruptedException {
    cooling(Duration.ofHours(1), 75, 70, 61, 60, 59).await(List.of(TRIAL));

    assertThat(looks.get()).isGreaterThanOrEqualTo(5);
    assertThat(kept).isEmpty();
  }

  @Test
  void oneThatStaysHotIsMeasuredAllTheSameAndTold() throws InterruptedException {
    cooling(Duration.ofMillis(1), 75).await(List.of(TRIAL));

    assertThat(kept).containsExactly("cell on a, repeat 1 began with gpu:0 at 75 °C, after 1ms");
  }

  @Test
  void waitsForNothingWhereNothingIsWanted() throws InterruptedException {
    new Cooling(null, stacks -> Map.of("gpu:0", 99.0), kept::add, new Listeners(), null)
        .await(List.of(TRIAL));

    assertThat(kept).isEmpty();
  }

  /** Of one GPU, whose temperature is the next of {@code celsius} at each look. */
  private Cooling cooling(Duration atMost, double... celsius) {
    return new Cooling(
        new CoolDown(60, atMost),
        stacks -> {
          assertThat(stacks).containsExactly("a");
          return Map.of("gpu:0", celsius[Math.min(looks.getAndIncrement(), celsius.length - 1)]);
        },
        kept::add,
        new Listeners(),
        new Cancellation());
  }
}
