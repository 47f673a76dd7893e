package org.inferometer.figure;

import java.util.List;
import java.util.Optional;
import org.inferometer.result.Run;

/** A kind of figure that is drawn for each model and mode. */
interface SceneFigure extends Figure {
  /** The chart of {@code scene}, if it has data. */
  Optional<ChartSpec> chart(Scene scene);

  @Override
  default List<ChartSpec> charts(Run run, Words words) {
    return Scene.of(run, words).stream().map(this::chart).flatMap(Optional::stream).toList();
  }
}
