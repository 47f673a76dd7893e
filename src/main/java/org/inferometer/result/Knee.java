package org.inferometer.result;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.scenario.Measure;

/**
 * Where throughput stops to grow with the requests in flight: the measured load at which the curve
 * is farthest above the straight line from its first point to its highest value at the last load,
 * when both axes are scaled to their range. That is Kneedle (Satopää et al., ICDCS Workshops 2011)
 * without its smoothing, of points that are means already; there is none where a later load carries
 * half as much again.
 */
public final class Knee {
  /** Of fewer points a curve has no shape. */
  private static final int FEWEST = 5;

  /** How far above the line, in parts of the range, a bend is one. */
  private static final double LEAST = 0.1;

  /** What later loads may carry, in parts of what the knee does, for growth to have stopped. */
  private static final double MOST_GROWTH = 1.5;

  private Knee() {}

  /**
   * The knee of one stack's token throughput.
   *
   * @param trials of one model, task and mode; those that are of no closed loop are left out
   * @return empty where throughput grows like a straight line, or has too few points
   */
  public static Optional<Load> of(Collection<TrialResult> trials) {
    List<TrialResult> points =
        trials.stream()
            .filter(Knee::isPoint)
            .sorted(Comparator.comparingDouble(one -> one.cell().load().level()))
            .toList();
    int at =
        index(
            points.stream().mapToDouble(one -> one.cell().load().level()).toArray(),
            points.stream()
                .mapToDouble(one -> one.estimate(Metric.TOKEN_THROUGHPUT).value())
                .toArray());
    return at < 0 ? Optional.empty() : Optional.of(points.get(at).cell().load());
  }

  private static boolean isPoint(TrialResult trial) {
    return trial.cell().load() instanceof Closed
        && trial.cell().measure() == Measure.COMPLETE
        && trial.estimate(Metric.TOKEN_THROUGHPUT).isPresent();
  }

  /** Index of the knee of ascending {@code x}, or -1. */
  static int index(double[] x, double[] y) {
    int last = x.length - 1;
    if (x.length < FEWEST) {
      return -1;
    }
    double top = y[0];
    for (double value : y) {
      top = Math.max(top, value);
    }
    int knee = -1;
    double most = LEAST;
    for (int i = 1; i < last; i++) {
      double above = (y[i] - y[0]) / (top - y[0]) - (x[i] - x[0]) / (x[last] - x[0]);
      if (above > most) {
        most = above;
        knee = i;
      }
    }
    return knee >= 0 && top > MOST_GROWTH * y[knee] ? -1 : knee;
  }
}
