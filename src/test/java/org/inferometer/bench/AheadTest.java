package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.inferometer.bench.Ahead.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AheadTest {
  @Test
  void handsOutRequestsInTheirOrderAndThenNone() {
    AtomicLong at = new AtomicLong();
    try (Ahead ahead =
        new Ahead(
            () -> at.get() == 40 ? null : new Request(at.getAndIncrement(), null, null, null),
            1,
            1)) {
      ahead.awaitFull();

      for (long i = 0; i < 40; i++) {
        assertThat(ahead.take().at()).isEqualTo(i);
      }
      assertThat(ahead.take()).isNull();
    }
  }

  @Test
  void whoeverWaitsForARequestThatDoesNotFitIntoMemoryHearsOfIt() {
    try (Ahead ahead =
        new Ahead(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            },
            1,
            1)) {
      ahead.awaitFull();

      assertThatThrownBy(ahead::take)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Java heap space");
    }
  }
}
