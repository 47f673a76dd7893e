package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.result.Totals.Reading;
import org.junit.jupiter.api.Test;

class MachineMetricsTest {
  private static final double MIB = 1 << 20;
  private static final double SECONDS = 10;

  private final Totals totals = new Totals();
  private final List<String> notes = new ArrayList<>();

  @Test
  void aStackHasNoMemoryOfAnotherWhoseNameBeginsWithItsOwn() {
    read("stack:a residentBytes", 100 * MIB);
    read("stack:a-two residentBytes", 1000 * MIB);

    assertThat(of(alone("a")).get(Metric.STACK_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(100);
    assertThat(of(alone("a-two")).get(Metric.STACK_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(1000);
    assertAbsent(of(alone("a-")), Metric.STACK_MEMORY_PEAK, Metric.STACK_MEMORY_MEAN);
  }

  @Test
  void theProcessorsOfAStackAreThoseOfItsOwnTree() {
    read("stack:a cpuSeconds", 100).increase = 1.5 * SECONDS;
    read("stack:b cpuSeconds", 100).increase = 0.5 * SECONDS;

    assertThat(of(new Tenancy("a", true, false)).get(Metric.STACK_CPU, Statistic.VALUE))
        .isCloseTo(1.5, within(1e-9));
    assertAbsent(of(alone("c")), Metric.STACK_CPU);
  }

  @Test
  void theHostsMemoryIsNobodysWhileSeveralStacksAreUp() {
    read("host memoryUsedBytes", 500 * MIB);
    read("stack:a residentBytes", 100 * MIB);

    assertThat(of(alone("a")).get(Metric.HOST_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(500);
    assertThat(of(alone("a")).get(Metric.HOST_MEMORY_PEAK_ABOVE_IDLE, Statistic.VALUE))
        .isEqualTo(400);
    for (Tenancy other : List.of(new Tenancy("a", true, false), new Tenancy("a", false, true))) {
      assertAbsent(
          of(other),
          Metric.HOST_MEMORY_MEAN,
          Metric.HOST_MEMORY_PEAK,
          Metric.HOST_MEMORY_MEAN_ABOVE_IDLE,
          Metric.HOST_MEMORY_PEAK_ABOVE_IDLE);
    }
  }

  @Test
  void severalGpusCountTogetherAndSoDoTheirReadings() {
    gpu("gpu:0", 1, 100, 200);
    gpu("gpu:1", 1, 100, 100);
    read("gpu:0 memoryUsedBytes", 30 * MIB).sum = 60 * MIB;
    totals.readings.get("gpu:0 memoryUsedBytes").count = 3;
    read("gpu:1 memoryUsedBytes", 10 * MIB);
    read("gpu:1 utilizationPercent", 50);
    read("stack:a residentBytes", MIB);
    read("stack:a processes@gpu:0", 1);
    read("stack:a processes@gpu:1", 1);

    Summary summary = of(alone("a"));

    assertThat(summary.get(Metric.GPU_MEMORY_MEAN, Statistic.VALUE)).isEqualTo(20 + 10);
    assertThat(summary.get(Metric.GPU_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(30 + 10);
    assertThat(summary.get(Metric.GPU_MEMORY_MEAN_ABOVE_IDLE, Statistic.VALUE)).isEqualTo(30 - 3);
    assertThat(summary.get(Metric.GPU_MEMORY_PEAK_ABOVE_IDLE, Statistic.VALUE)).isEqualTo(40 - 3);
    assertThat(summary.get(Metric.GPU_UTILIZATION, Statistic.VALUE)).isEqualTo((90 + 50) / 2.0);
    assertThat(energy(summary)).isCloseTo(300, within(1e-9));
    assertThat(summary.count(Metric.GPU_MEMORY_MEAN)).isEqualTo(4);
    assertThat(summary.count(Metric.GPU_POWER)).isEqualTo(2);
    assertThat(summary.count(Metric.ENERGY_PER_TOKEN)).as("tokens").isEqualTo(10);
  }

  @Test
  void aServerThatRanAlreadyHasNoIdleBaseline() {
    read("host memoryUsedBytes", 500 * MIB);

    Summary summary = of(alone("a"));

    assertThat(summary.get(Metric.HOST_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(500);
    assertAbsent(summary, Metric.HOST_MEMORY_PEAK_ABOVE_IDLE);
  }

  @Test
  void energyIsByTheCounterWhereThereIsOne() {
    gpu("gpu:0", 1, 100, 200);

    Summary summary = of(alone("a"));

    assertThat(energy(summary)).isCloseTo(200, within(1e-9));
    assertThat(summary.get(Metric.GPU_POWER, Statistic.VALUE)).isCloseTo(200, within(1e-9));
    assertThat(notes)
        .anyMatch(note -> note.contains("differ by more than 10 %; the counter's is told"));
  }

  @Test
  void andByTheSampledPowerWhereThereIsNone() {
    gpu("gpu:0", 1, 100, 0);

    assertThat(energy(of(alone("a")))).isCloseTo(100, within(1e-9));
    assertThat(notes).noneMatch(note -> note.contains("differ"));
  }

  @Test
  void whatAgreesIsNotRemarkedUpon() {
    gpu("gpu:0", 1, 191, 200);

    assertThat(energy(of(alone("a")))).isCloseTo(200, within(1e-9));
    assertThat(notes).noneMatch(note -> note.contains("differ"));
  }

  @Test
  void onlyTheGpusOfItsTreeAreAStacksOwn() {
    gpu("gpu:0", 2, 300, 300);
    gpu("gpu:1", 1, 70, 70);
    gpu("gpu:2", 0, 60, 60);
    gpu("gpu:10", 1, 5, 5);
    read("stack:a processes@gpu:0", 2);
    read("stack:b processes@gpu:1", 1);
    read("stack:b processes@gpu:10", 1);

    assertThat(energy(of(new Tenancy("a", true, false)))).isCloseTo(300, within(1e-9));
    assertThat(energy(of(new Tenancy("b", true, false)))).isCloseTo(75, within(1e-9));
    assertThat(notes).isEmpty();
  }

  @Test
  void whatIsSharedIsNobodys() {
    gpu("gpu:0", 3, 300, 300);
    read("stack:a processes@gpu:0", 2);

    assertAbsent(
        of(alone("a")),
        Metric.ENERGY_PER_TOKEN,
        Metric.GPU_POWER,
        Metric.GPU_MEMORY_PEAK,
        Metric.GPU_UTILIZATION);
    assertThat(notes)
        .containsExactly(
            "a shares gpu:0 with other processes: their memory, power and energy are nobody's");
  }

  @Test
  void anIdleGpuIsNotInUseByAServerWhoseProcessesAreUnknown() {
    gpu("gpu:0", 1, 200, 200);
    gpu("gpu:1", 0, 60, 60);

    Summary summary = of(alone("a"));

    assertThat(energy(summary)).isCloseTo(200, within(1e-9));
    assertThat(summary.get(Metric.GPU_UTILIZATION, Statistic.VALUE)).isEqualTo(90);
    assertThat(notes)
        .containsExactly(
            "which GPUs a uses is not known: all that are in use are taken for its own");
  }

  /** As on Windows' Linux, and in containers of old drivers. */
  @Test
  void whereNoProcessesAreToldAnOnlyGpuIsGuessedAndNoneOfSeveral() {
    gpu("gpu:0", 1, 200, 200);
    totals.readings.remove("gpu:0 processes");
    assertThat(energy(of(alone("a")))).isCloseTo(200, within(1e-9));

    gpu("gpu:1", 1, 60, 60);
    totals.readings.remove("gpu:1 processes");
    assertAbsent(of(alone("a")), Metric.ENERGY_PER_TOKEN, Metric.GPU_POWER, Metric.GPU_MEMORY_PEAK);
    assertThat(notes).last().asString().contains("is not known: nothing is told");
  }

  @Test
  void nothingIsGuessedForALaunchedStackNorBesideOthers() {
    gpu("gpu:0", 1, 200, 200);
    assertAbsent(of(new Tenancy("a", true, false)), Metric.ENERGY_PER_TOKEN, Metric.GPU_POWER);

    read("stack:a processes", 1);
    assertAbsent(of(alone("a")), Metric.ENERGY_PER_TOKEN, Metric.GPU_POWER);

    assertThat(notes)
        .hasSize(2)
        .allMatch(note -> note.startsWith("which GPUs a uses is not known: nothing is told"));
  }

  @Test
  void aServerElsewhereHasNothingOfThisMachine() {
    gpu("gpu:0", 1, 200, 200);
    read("host memoryUsedBytes", 500 * MIB);

    assertAbsent(
        of(new Tenancy("a", false, true)),
        Metric.ENERGY_PER_TOKEN,
        Metric.GPU_MEMORY_PEAK,
        Metric.HOST_MEMORY_PEAK);
    assertThat(notes).isEmpty();
  }

  @Test
  void partsOfAGpuHaveMemoryOfTheirOwnButNoPower() {
    gpu("gpu:0", 1, 300, 300);
    totals.readings.remove("gpu:0 processes");
    read("gpu:0.2 processes", 1);
    read("gpu:0.2 memoryUsedBytes", 3 * MIB);
    read("stack:a processes@gpu:0.2", 1);

    Summary summary = of(alone("a"));

    assertThat(summary.get(Metric.GPU_MEMORY_PEAK, Statistic.VALUE)).isEqualTo(3);
    assertAbsent(summary, Metric.ENERGY_PER_TOKEN, Metric.GPU_POWER);
    assertThat(notes).isEmpty();
    assertThat(OwnGpus.used(totals.readings, alone("a"))).containsExactly("gpu:0", "gpu:0.2");
  }

  @Test
  void theEnergyOfALaunchedStackIsAlsoToldAboveThatOfTheIdleGpu() {
    gpu("gpu:0", 1, 300, 300);
    read("stack:a processes@gpu:0", 1);
    assertAbsent(of(alone("a")), Metric.ENERGY_PER_TOKEN_ABOVE_IDLE);

    read("stack:a residentBytes", MIB);
    Summary summary = of(alone("a"));

    assertThat(energy(summary)).isCloseTo(300, within(1e-9));
    assertThat(summary.get(Metric.ENERGY_PER_TOKEN_ABOVE_IDLE, Statistic.VALUE))
        .isCloseTo(220, within(1e-9));
  }

  /** It was in use, or not cool yet, when the baseline was read. */
  @Test
  void lessThanTheIdleGpuTakesIsADifferenceLikeAnyOther() {
    gpu("gpu:0", 1, 60, 60);
    read("stack:a processes@gpu:0", 1);
    read("stack:a residentBytes", MIB);

    double above = of(alone("a")).get(Metric.ENERGY_PER_TOKEN_ABOVE_IDLE, Statistic.VALUE);

    assertThat(above).isCloseTo(-20, within(1e-9));
    Estimate of3 =
        Metric.ENERGY_PER_TOKEN_ABOVE_IDLE
            .scale()
            .mean(Map.of(1, above, 2, above - 1, 3, above + 1), 3);
    assertThat(of3.value()).isCloseTo(-20, within(1e-9));
    assertThat(of3.low()).isLessThan(-20);
    assertThat(of3.high()).isBetween(-20.0, 0.0);
  }

  @Test
  void saysWhereTheTimeIsTooShortForEnergy() {
    gpu("gpu:0", 1, 300, 300);
    read("stack:a processes@gpu:0", 1);
    of(alone("a"));
    assertThat(notes).isEmpty();

    totals.wholeSeconds = 9;
    MachineMetrics.put(new Summary(), totals, Map.of(), alone("a"), notes::add);
    assertThat(notes)
        .contains(
            "power and energy of a are of repeats of less than 10 s, in which they are not sure");
  }

  @Test
  void aPriceMakesMoneyOfTokens() {
    Summary summary = of(new Tenancy("a", false, true, 1.8, List.of()));
    assertThat(summary.get(Metric.COST_PER_MILLION_TOKENS, Statistic.VALUE))
        .as("1.8 an hour at one token a second")
        .isCloseTo(500, within(1e-9));
    assertAbsent(of(alone("a")), Metric.COST_PER_MILLION_TOKENS);
  }

  private Summary of(Tenancy tenancy) {
    totals.seconds = SECONDS;
    totals.wholeSeconds = SECONDS;
    totals.tokens = SECONDS;
    Summary summary = new Summary();
    MachineMetrics.put(
        summary,
        totals,
        Map.of(
            "host memoryUsedBytes",
            100 * MIB,
            "gpu:0 powerWatts",
            80.0,
            "gpu:0 memoryUsedBytes",
            2 * MIB,
            "gpu:1 memoryUsedBytes",
            MIB),
        tenancy,
        notes::add);
    return summary;
  }

  /** One token a second: joules a token are watts. */
  private static double energy(Summary summary) {
    return summary.get(Metric.ENERGY_PER_TOKEN, Statistic.VALUE);
  }

  private static Tenancy alone(String stack) {
    return new Tenancy(stack, true, true);
  }

  private void gpu(String source, int processes, double watts, double countedWatts) {
    read(source + " processes", processes);
    read(source + " memoryUsedBytes", MIB);
    read(source + " utilizationPercent", processes > 0 ? 90 : 0);
    read(source + " powerWatts", watts).integral = watts * SECONDS;
    read(source + " energyJoules", 1e6).increase = countedWatts * SECONDS;
  }

  private Reading read(String key, double value) {
    Reading reading = totals.readings.computeIfAbsent(key, k -> new Reading());
    reading.count = 1;
    reading.sum = value;
    reading.max = value;
    return reading;
  }

  private static void assertAbsent(Summary summary, Metric... metrics) {
    for (Metric metric : metrics) {
      assertThat(summary.get(metric, Statistic.VALUE)).as(metric.label()).isNaN();
    }
  }
}
