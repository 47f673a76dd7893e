package org.inferometer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inferometer.calibration.Calibration;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.ErrorSpread;
import org.inferometer.calibration.Pattern;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.result.RunDirectory;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Transport;

/** The instrument's own error, measured at the concurrencies that a run is about to measure. */
final class InstrumentCheck {
  /** A second of answers. */
  private static final int ROUNDS = 10;

  private InstrumentCheck() {}

  /**
   * Writes {@code calibration.json}; a few seconds.
   *
   * @param parallelism all of the run, also where it is continued: what is written takes the place
   *     of what was
   */
  static Calibration run(RunDirectory run, List<Integer> parallelism, Progress progress)
      throws IOException, InterruptedException {
    List<PointResult> results = new ArrayList<>();
    try (Meanwhile error = progress.during("measuring the instrument's own error");
        Standard standard = Standard.launch()) {
      Calibrator calibrator = new Calibrator(standard, Transport.SOCKETS);
      for (int p : parallelism) {
        Point point = Point.closed(Pattern.TRIAL, p, ROUNDS).with(Point.Driver.JMH);
        PointResult result = JmhPoint.measure(calibrator, point, run.calibrationRecords(p));
        results.add(result);
        progress.say(line(result));
      }
    }
    Calibration calibration = Calibration.of(Transport.SOCKETS, results);
    calibration.write(run.calibration());
    return calibration;
  }

  private static String line(PointResult result) {
    return String.format(
        Locale.ROOT,
        "instrument's own error at p=%d: P2FT %s, latency %s (%d requests)",
        result.point().streams(),
        words(result.p2ftMillis()),
        words(result.totalMillis()),
        result.requests());
  }

  private static String words(ErrorSpread error) {
    return String.format(Locale.ROOT, "%.2f ms (worst %.2f)", error.mean(), error.max());
  }
}
