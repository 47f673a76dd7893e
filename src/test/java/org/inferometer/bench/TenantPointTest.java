package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.junit.jupiter.api.Test;

/** Since when a tenant is taken for one that has gone, by what its requests came to. */
class TenantPointTest {
  private static final RequestRecord OK = HandMade.ok(1, 10, 20, 30);

  @Test
  void oneThatFailsAtTheEndHasGoneWithTheFirstOfTheseFailures() {
    List<RequestRecord> all = new ArrayList<>(List.of(HandMade.failed(1, 5, 6), OK));
    all.add(HandMade.failed(1, 50, 70));
    all.add(HandMade.failed(1, 40, 75));
    all.addAll(Collections.nCopies(18, HandMade.failed(1, 80, 81)));

    assertThat(TenantPoint.gone(all)).isEqualTo(HandMade.failed(1, 40, 75).scheduled());
    assertThat(TenantPoint.gone(all.subList(0, all.size() - 1))).isNull();
  }

  @Test
  void oneThatNeverAnsweredWasNeverThere() {
    RequestRecord only = HandMade.failed(1, 5, 6);

    assertThat(TenantPoint.gone(List.of(only, HandMade.failed(1, 7, 8))))
        .isEqualTo(only.scheduled());
    assertThat(TenantPoint.gone(List.of(only, OK))).isNull();
    assertThat(TenantPoint.gone(List.of())).isNull();
  }

  @Test
  void oneWhoseRequestsAreGivenUpAsItsTaskSaysIsThere() {
    assertThat(TenantPoint.gone(Collections.nCopies(30, HandMade.cancelled(1, 5, 6)))).isNull();
  }
}
