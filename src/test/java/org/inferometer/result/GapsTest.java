package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
  private final Gaps gaps = new Gaps();

  @Test
  void keepsEveryGapExactly() {
    long[] some = {
      0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, -1, -5, Long.MAX_VALUE, 7_200_000_000_000L
    };
    for (int round = 0; round < 1000; round++) {
      for (long gap : some) {
        gaps.add(gap, 1);
      }
    }

    assertThat(gaps.size()).isEqualTo(8000);
    for (int i = 0; i < gaps.size(); i++) {
      assertThat(gaps.nanos(i)).isEqualTo(some[i % some.length]);
      assertThat(gaps.tokens(i)).isEqualTo(1);
    }
    assertThat(gaps.single()).isTrue();
  }

  @Test
  void tellsTheTokensOfEachArrivalOnceOneHasSeveral() {
    for (int i = 0; i < 5000; i++) {
      gaps.add(i, i == 1023 || i > 3000 ? 1 + i % 4 : 1);
    }

    assertThat(gaps.single()).isFalse();
    for (int i = 0; i < 5000; i++) {
      assertThat(gaps.tokens(i)).isEqualTo(i == 1023 || i > 3000 ? 1 + i % 4 : 1);
      assertThat(gaps.nanos(i)).isEqualTo(i);
    }
  }
}
