package org.inferometer.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Pattern;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.calibration.Standard;
import org.inferometer.result.RunDirectory;
import org.inferometer.wire.Transport;

/** The instrument's own error, measured at the concurrencies that a run is about to measure. */
final class InstrumentCheck {
  private InstrumentCheck() {}

  /** Writes {@code calibration.json}; a few seconds. */
  static void run(RunDirectory run, List<Integer> parallelism, Consumer<String> say)
      throws IOException, InterruptedException {
    List<Point> points =
        parallelism.stream()
            .map(p -> Point.closed(Pattern.STAGGERED, p, 1).with(Point.Driver.THREADS))
            .toList();
    try (Standard standard = Standard.launch()) {
      Calibrator calibrator = new Calibrator(standard, Transport.SOCKET);
      calibrator.warmUp();
      calibrator.calibrate(points, result -> say.accept(line(result))).write(run.calibration());
    }
  }

  private static String line(PointResult result) {
    return String.format(
        Locale.ROOT,
        "instrument's own error at p=%d, mean (worst): P2FT %.2f (%.2f) ms, latency %.2f (%.2f) ms",
        result.point().streams(),
        result.p2ftMillis().mean(),
        result.p2ftMillis().max(),
        result.totalMillis().mean(),
        result.totalMillis().max());
  }
}
