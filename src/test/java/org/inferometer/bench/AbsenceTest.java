package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.junit.jupiter.api.Test;

/** Since when a tenant is taken for one that has gone, by what its requests came to. */
class AbsenceTest {
  private static final RequestRecord OK = HandMade.ok(1, 10, 20, 30);
  private static final long SECOND = 1_000_000_000;

  private static Absence after(List<RequestRecord> all) {
    Absence absence = new Absence(3 * SECOND);
    all.forEach(absence::add);
    return absence;
  }

  private static Long gone(List<RequestRecord> all) {
    return after(all).sinceAtTheEnd();
  }

  @Test
  void oneThatFailsAtTheEndHasGoneWithTheFirstOfTheseFailures() {
    List<RequestRecord> all = new ArrayList<>(List.of(HandMade.failed(1, 5, 6), OK));
    all.add(HandMade.failed(1, 50, 70));
    all.add(HandMade.failed(1, 40, 75));
    all.addAll(Collections.nCopies(18, HandMade.failed(1, 80, 81)));

    assertThat(gone(all)).isEqualTo(HandMade.failed(1, 40, 75).scheduled());
    assertThat(gone(all.subList(0, all.size() - 1))).isNull();
  }

  @Test
  void oneThatNeverAnsweredWasNeverThere() {
    RequestRecord only = HandMade.failed(1, 5, 6);

    assertThat(gone(List.of(only, HandMade.failed(1, 7, 8)))).isEqualTo(only.scheduled());
    assertThat(gone(List.of(only, OK))).isNull();
    assertThat(gone(List.of())).isNull();
  }

  @Test
  void oneWhoseRequestsAreGivenUpAsItsTaskSaysIsThere() {
    assertThat(gone(Collections.nCopies(30, HandMade.cancelled(1, 5, 6)))).isNull();
  }

  @Test
  void ofFewRequestsThreeFailuresOverAGoodPartOfTheTimeAreEnough() {
    List<RequestRecord> all = new ArrayList<>(List.of(OK));
    all.add(HandMade.failed(1, 5_000, 5_100));
    all.add(HandMade.cancelled(1, 6_000, 6_100));
    all.add(HandMade.failed(1, 6_500, 6_600));
    assertThat(after(all).since()).as("two").isNull();

    all.add(HandMade.failed(1, 8_000, 8_100));
    assertThat(after(all).since()).isEqualTo(HandMade.failed(1, 5_000, 5_100).scheduled());

    all.set(all.size() - 1, HandMade.failed(1, 7_900, 8_000));
    assertThat(after(all).since()).as("in 2.9 of 3 s").isNull();
    all.add(OK);
    assertThat(gone(all)).as("answers again").isNull();
  }

  @Test
  void whereNobodyListensThreeAreEnoughAndAtTheEndOne() {
    RequestRecord refused = HandMade.refused(1, 50);
    List<RequestRecord> all = new ArrayList<>(List.of(OK, refused));

    assertThat(after(all).since()).isNull();
    assertThat(gone(all)).isEqualTo(refused.scheduled());
    all.addAll(List.of(refused, refused));
    assertThat(after(all).since()).isEqualTo(refused.scheduled());
  }
}
