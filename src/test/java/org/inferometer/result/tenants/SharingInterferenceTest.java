package org.inferometer.result.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.tenants.TenantRecords.ALONE;
import static org.inferometer.result.tenants.TenantRecords.TWO_WAYS;
import static org.inferometer.result.tenants.TenantRecords.with;

import java.io.IOException;
import java.util.List;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;

/** The same under several ways of sharing, and over several launches. */
class SharingInterferenceTest extends MadeTenants {
  @Test
  void eachWayOfSharingIsHeldAgainstTheTenantAloneInTheSameWay() throws IOException {
    made.plan(3, "load: { closed: 1 } }\nsharing: [processors: shared, processors: split]");
    for (int repeat = 1; repeat <= 3; repeat++) {
      for (boolean split : new boolean[] {false, true}) {
        String way = split ? "-processors-split" : "-processors-shared";
        double alone = split ? 200 : 100;
        made.write("a", ALONE + way, repeat, 0, alone);
        made.write("b", ALONE + way, repeat, 10_000, alone);
        made.write("a", with("b") + way, repeat, 20_000, split ? alone : 1.5 * alone);
        made.write("b", with("a") + way, repeat, 20_000, alone);
      }
    }

    List<Together> sets = Interference.of(Run.read(made.directory.root()));

    assertThat(sets)
        .extracting(Together::name)
        .containsExactly(
            "a (p=1) + b (p=1), processors shared", "a (p=1) + b (p=1), processors split");
    assertThat(sets.get(0).victims().get(0).slowdown(Metric.P2FT).value())
        .isCloseTo(1.5, within(0.05));
    assertThat(sets.get(1).victims().get(0).slowdown(Metric.P2FT).value())
        .isCloseTo(1, within(0.05));
    assertThat(sets.get(1).victims().get(0).name()).isEqualTo("a (p=1), processors split");
  }

  @Test
  void aTenantInOneWayOfSharingIsHeldAgainstItselfInAnother() throws IOException {
    made.plan(4, TWO_WAYS);
    for (int repeat = 1; repeat <= 4; repeat++) {
      made.writeWays(repeat, 1, 1.25, 1);
    }
    Run run = Run.read(made.directory.root());

    List<TwoWays> all = TwoWays.of(run);

    assertThat(all)
        .extracting(one -> one.of().name() + one.of().neighbours())
        .containsExactly("a (p=1)[]", "a (p=1)[b (p=1)]", "b (p=1)[]", "b (p=1)[a (p=1)]");
    assertThat(all).allMatch(one -> one.name().equals("processors split / processors shared"));
    Comparison a = all.get(1).comparison(Metric.P2FT).orElseThrow();
    assertThat(a.declared()).isTrue();
    assertThat(a.paired()).as("one launch of each way").isFalse();
    assertThat(a.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(a.ratio().value()).isCloseTo(1.25, within(0.02));
    assertThat(a.ratio().low()).isLessThan(1.25);
    assertThat(a.ratio().high()).isGreaterThan(1.24);
    Comparison b = all.get(3).comparison(Metric.P2FT).orElseThrow();
    assertThat(b.equivalent()).isTrue();
    assertThat(all.get(3).comparison(Metric.TOKEN_THROUGHPUT).orElseThrow().declared()).isFalse();
    assertThat(all.get(0).comparisons()).isNotEmpty().noneMatch(Comparison::declared);
    assertThat(b.adjustedP()).isBetween(a.adjustedP(), 1.0);
  }

  @Test
  void launchesOfTwoWaysAreComparedOneByOne() throws IOException {
    made.plan(1, TWO_WAYS, "launches: 4, ");
    double[] drift = {1, 1.5, 2.2, 0.7};
    for (int launch = 1; launch <= 4; launch++) {
      made.writeWays(launch, drift[launch - 1], 1.1, 1);
    }

    Comparison a =
        TwoWays.of(Run.read(made.directory.root())).get(1).comparison(Metric.P2FT).orElseThrow();

    assertThat(a.paired()).isTrue();
    assertThat(a.repeats()).isEqualTo(4);
    assertThat(a.verdict()).as("under a drift that is much larger").isEqualTo(Verdict.SLOWER);
    assertThat(a.ratio().value()).isCloseTo(1.1, within(0.03));
  }

  @Test
  void repeatsOfOneLaunchAreOneOfTotalThroughput() throws IOException {
    made.plan(2, "load: { closed: 1 } }", "launches: 2, ");
    for (int repeat = 1; repeat <= 4; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", ALONE, repeat, 10_000, 100);
      made.write("a", with("b"), repeat, 20_000, 100);
      made.write("b", with("a"), repeat, 20_000, 100);
    }

    assertThat(together().totalThroughput().repeats()).isEqualTo(2);
    assertThat(together().systemThroughput().repeats()).isEqualTo(2);
  }
}
