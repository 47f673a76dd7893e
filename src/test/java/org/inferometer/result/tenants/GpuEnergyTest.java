package org.inferometer.result.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.inferometer.result.SampleSeries;
import org.junit.jupiter.api.Test;

/** Whose the energy of shared GPUs is. */
class GpuEnergyTest {
  private static SampleSeries series(String source, String name, double... values) {
    return new SampleSeries(source, name, new double[] {0, 10, 20}, values);
  }

  /** Two GPUs of 100 and 10 W; a and b compute on the first, c on the other. */
  private static GpuEnergy energy(double processes) {
    return new GpuEnergy(
        List.of(
            series("gpu:0", "energyJoules", 5000, 6000, 7000),
            series("gpu:0", "processes", 0, processes, 0),
            series("gpu:1", "energyJoules", 100, 200, 300),
            series("gpu:1", "processes", 1, 1, 1),
            series("stack:a", "processes@gpu:0", 1, 1, 1),
            series("stack:b", "processes@gpu:0", 1, 1, 1),
            series("stack:c", "processes@gpu:1", 1, 1, 1)),
        List.of("a", "b", "c"));
  }

  @Test
  void itIsThatOfTheGpusOnWhichTheTenantsCompute() {
    assertThat(energy(2).joules(List.of("a", "b"), 5, 15, 0)).isCloseTo(1000, within(1e-9));
    assertThat(energy(2).joules(List.of("a", "b", "c"), 5, 15, 0)).isCloseTo(1100, within(1e-9));
    assertThat(energy(2).joules(List.of("c"), 0, 20, 0)).isCloseTo(200, within(1e-9));
    assertThat(energy(2).joules(List.of("a"), 5, 25, 0)).as("not read so late").isNaN();
  }

  @Test
  void aProcessThatTheRunSetUpBesidesItsStacksIsNobodyElses() {
    assertThat(energy(3).joules(List.of("a", "b"), 5, 15, 0)).isNaN();
    assertThat(energy(3).joules(List.of("a", "b"), 5, 15, 1)).isCloseTo(1000, within(1e-9));
    assertThat(energy(4).joules(List.of("a", "b"), 5, 15, 1)).isNaN();
  }
}
