package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CapturePoolTest {
  private static final int THREADS = 4;
  private static final int TIMES = 20_000;
  private static final int EVENTS = 4;

  @Test
  void whatWasGivenBackLastIsTakenFirst() {
    CapturePool pool = new CapturePool(2);
    Capture first = pool.take(EVENTS);
    Capture second = pool.take(EVENTS);
    Capture third = pool.take(EVENTS);
    pool.giveBack(first);
    pool.giveBack(second);
    pool.giveBack(third);

    assertThat(pool.take(EVENTS)).isSameAs(second);
    assertThat(pool.take(EVENTS)).isSameAs(first);
    assertThat(pool.take(EVENTS)).as("no more than two are kept").isNotSameAs(third);
  }

  @Test
  void thoseThatAreFilledInAreTaken() {
    CapturePool pool = new CapturePool(3);
    pool.fill(3, 1000);
    long asked = new CapturePool(0).take(1000).capacity();

    for (int i = 0; i < 3; i++) {
      assertThat(pool.take(1).capacity()).isEqualTo(asked);
    }
    assertThat(pool.take(1).capacity()).isLessThan(asked);
  }

  @Test
  @Timeout(60)
  void noTwoThreadsHaveTheSameAtATime() throws Exception {
    CapturePool pool = new CapturePool(THREADS);
    Set<Capture> taken =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    Callable<Integer> user =
        () -> {
          int shared = 0;
          for (int i = 0; i < TIMES; i++) {
            Capture mine = pool.take(EVENTS);
            shared += taken.add(mine) ? 0 : 1;
            taken.remove(mine);
            pool.giveBack(mine);
          }
          return shared;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Integer> shared = new ArrayList<>();
    for (Future<Integer> one : threads.invokeAll(Collections.nCopies(THREADS, user))) {
      shared.add(one.get());
    }
    threads.shutdown();

    assertThat(shared).containsOnly(0);
  }
}
