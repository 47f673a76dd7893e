package org.inferometer.figure;

import java.util.Optional;
import org.inferometer.load.LoadAxis;

/** A figure that tells something where requests start by the clock, and nothing in closed loops. */
record OfSchedules(SceneFigure figure) implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.axis() == LoadAxis.PARALLELISM ? Optional.empty() : figure.chart(scene);
  }
}
