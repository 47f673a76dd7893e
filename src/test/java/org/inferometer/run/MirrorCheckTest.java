package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inferometer.calibration.Mirror;
import org.inferometer.scenario.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorCheckTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  @Test
  void takesTwelveAnswersOfEachSlotButAtLeastASecondAndAtMostTwenty() {
    assertThat(length(200, HOUR, HOUR)).isEqualTo(Duration.ofMillis(2400));
    assertThat(length(20, HOUR, HOUR)).isEqualTo(Duration.ofSeconds(1));
    assertThat(length(5000, HOUR, HOUR)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void takesNoMoreThanATenthOfWhatWasMeasured() {
    assertThat(length(2500, Duration.ofSeconds(30), HOUR)).isEqualTo(Duration.ofSeconds(3));
    assertThat(length(2500, Duration.ofSeconds(5), HOUR)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void takesNoMoreThanIsLeftButForASecond() {
    assertThat(length(2500, HOUR, Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(4));
    assertThat(length(2500, HOUR, Duration.ofSeconds(-4))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatFollowsTheTrialsIsLeftOfARunToo() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2, iteration-time: 1s");
    Duration after = Length.after(plan, true);
    Remaining remaining = new Remaining(8, List.of(), new Length(plan), after);

    assertThat(after).isEqualTo(Duration.ofMillis(4 * 3500)); // two cells on two stacks
    assertThat(remaining.time()).isEqualTo(after);
    assertThat(Length.after(plan, false)).isZero();
  }

  private static Duration length(long answerMillis, Duration measured, Duration share) {
    Mirror mirror = new Mirror(null, 400, Duration.ofMillis(answerMillis).toNanos());
    return MirrorCheck.length(mirror, measured, share);
  }
}
