package org.inferometer.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Stages one after the other, without a break. */
public record Stages(List<Stage> stages, Gaps gaps) implements Schedule {
  public Stages {
    stages = List.copyOf(stages);
    Schedule.requireSensible(area(stages));
  }

  @Override
  public Arrivals arrivals(long seed) {
    return new StagedArrivals(stages, gaps, seed);
  }

  @Override
  public Duration duration() {
    return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public double expected() {
    return area(stages);
  }

  @Override
  public double highestRate() {
    return stages.stream().mapToDouble(one -> Math.max(one.from(), one.to())).max().orElseThrow();
  }

  @Override
  public String key() {
    return "stages";
  }

  /** The rates at their ends. */
  @Override
  public String course() {
    return stages.stream()
        .map(stage -> Schedule.plain(stage.to()))
        .collect(Collectors.joining("-"));
  }

  @Override
  public String manner() {
    return gaps.words();
  }

  private static double area(List<Stage> stages) {
    return stages.stream().mapToDouble(Stage::area).sum();
  }
}
