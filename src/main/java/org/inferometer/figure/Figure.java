package org.inferometer.figure;

import java.util.List;
import org.inferometer.result.Run;

/** A kind of figure. */
interface Figure {
  /**
   * The charts of this kind for which {@code run} has data; often one, or one per model and mode.
   */
  List<ChartSpec> charts(Run run, Words words);
}
