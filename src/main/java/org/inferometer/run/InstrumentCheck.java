package org.inferometer.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.inferometer.calibration.Calibration;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.ErrorSpread;
import org.inferometer.calibration.Pattern;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.load.Open;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Way;

/**
 * The instrument's own error, measured at the concurrencies that a run is about to measure, by each
 * way that it reaches its stacks.
 */
final class InstrumentCheck {
  /** A second of answers. */
  private static final int ROUNDS = 10;

  private InstrumentCheck() {}

  /** One measurement. */
  private record Check(Way way, int connections) {
    Point point() {
      return Point.closed(Pattern.TRIAL, connections, ROUNDS).with(Point.Driver.JMH);
    }

    Path records(RunDirectory run) {
      String by = way.equals(Way.SOCKETS) ? "" : "-" + way.label().replace(' ', '-');
      return run.calibrationRecords("p" + connections + by);
    }
  }

  private static List<Check> checks(Plan plan) {
    // A schedule is no number of slots: what it makes of the client is in its trials.
    return plan.trials().stream()
        .filter(trial -> !(trial.load() instanceof Open))
        .map(
            trial ->
                new Check(plan.scenario().stack(trial.stack()).way(), trial.load().connections()))
        .distinct()
        .sorted(
            Comparator.comparing((Check one) -> one.way.label()).thenComparing(Check::connections))
        .toList();
  }

  /** How many measurements {@code plan} needs. */
  static int count(Plan plan) {
    return checks(plan).size();
  }

  /**
   * Writes {@code calibration.json}; a few seconds.
   *
   * @param plan all of the run, also where it is continued: what is written takes the place of what
   *     was
   */
  static Calibration run(Session session, Plan plan) throws IOException, InterruptedException {
    List<PointResult> results = new ArrayList<>();
    RunDirectory run = session.directory();
    try (Cancellation.Part part = session.cancellation().stoppableBy(session.executor()::cancel);
        Listeners.During error = session.told().during("measuring the instrument's own error");
        Standard standard = Standard.launch()) {
      for (Check check : checks(plan)) {
        session.cancellation().requireGoingOn();
        Calibrator calibrator = new Calibrator(standard, check.way);
        PointResult result =
            session.executor().measure(calibrator, check.point(), check.records(run));
        results.add(result);
        session.told().note(line(result));
      }
    }
    Calibration calibration = Calibration.of(results);
    calibration.write(run.calibration());
    return calibration;
  }

  private static String line(PointResult result) {
    return String.format(
        Locale.ROOT,
        "instrument's own error at p=%d by %s: P2FT %s, latency %s (%d requests)",
        result.point().streams(),
        result.way(),
        words(result.p2ftMillis()),
        words(result.totalMillis()),
        result.requests());
  }

  private static String words(ErrorSpread error) {
    return String.format(Locale.ROOT, "%.2f ms (worst %.2f)", error.mean(), error.max());
  }
}
