package org.inferometer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.inferometer.search.Probe.Verdict;
import org.junit.jupiter.api.Test;

class ProbeTest {
  /** Mean 0.996, standard error 0.000707; t of four degrees and 1.25 % is 3.495. */
  private static final double[] MET = {0.995, 0.997, 0.996, 0.994, 0.998};

  private static final double BOUND = 3.495 * Math.sqrt(2.5e-6 / 5);
  private static final double MISS = 0.0125;

  @Test
  void passesByItsLowerBoundAndFailsByItsUpperOne() {
    assertThat(verdict(0.996 - BOUND - 1e-5)).isEqualTo(Verdict.PASS);
    assertThat(verdict(0.996 - BOUND + 1e-5)).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict(0.996 + BOUND - 1e-5)).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict(0.996 + BOUND + 1e-5)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void oneTargetThatIsMissedIsEnoughToFailAndOneThatIsOpenToPassNot() {
    List<Replicate> both =
        DoubleStream.of(MET).mapToObj(met -> new Replicate(List.of(1.0, met), 1, null)).toList();

    assertThat(Probe.confirming(1, both, List.of(0.99, 0.999), MISS).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(Probe.confirming(1, both, List.of(0.99, 0.996), MISS).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Probe.confirming(1, both, List.of(1.0, 0.99), MISS).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void oneReplicateShowsNothingButTheWay() {
    List<Replicate> one = List.of(new Replicate(List.of(1.0), 5, null));

    assertThat(Probe.confirming(1, one, List.of(0.99), MISS).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Probe.pointing(1, one, List.of(1.0)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(Probe.pointing(1, one, List.of(0.99)).confirms()).isFalse();
    List<Replicate> stopped = List.of(new Replicate(List.of(1.0), 5, "errors"));
    assertThat(Probe.pointing(1, stopped, List.of(0.5)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(Probe.confirming(1, stopped, List.of(0.5), MISS).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void theWayIsShownByTheTargetThatIsMissedMost() {
    List<Replicate> two =
        List.of(
            new Replicate(List.of(1.0, 0.97), 5, null), new Replicate(List.of(1.0, 1.0), 5, null));

    assertThat(Probe.pointing(1, two, List.of(0.9, 0.98)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(Probe.pointing(1, two, List.of(0.9, 0.99)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(Probe.pointing(1, two, List.of(1.0, 0.98)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void tellsTheMeansOfItsReplicates() {
    List<Replicate> two =
        List.of(new Replicate(List.of(1.0), 5, null), new Replicate(List.of(0.9), 3, null));
    Probe probe = Probe.confirming(7, two, List.of(0.99), MISS);

    assertThat(probe.goodput()).isEqualTo(4);
    assertThat(probe.missed(0)).isEqualTo(0.05, within(1e-12));
    assertThat(probe.stopped()).isNull();
  }

  private static Verdict verdict(double goal) {
    return Probe.confirming(
            1,
            DoubleStream.of(MET).mapToObj(met -> new Replicate(List.of(met), 1, null)).toList(),
            List.of(goal),
            MISS)
        .verdict();
  }
}
