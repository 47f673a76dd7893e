package org.inferometer.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Transport;

/** Carries out the trials of one run, one at a time. */
public interface TrialExecutor {

  /** A trial that has been measured: its records are in the run directory, it is not kept yet. */
  interface Measured {
    /** What it came to. */
    TrialNumbers numbers();

    /** Keeps it: from now on it counts as measured. */
    void keep();
  }

  /** What this executor has kept of the run's trials. */
  TrialStore store();

  /**
   * Measures {@code trial}.
   *
   * @param id the run's, which makes its prompts new ones
   * @param url of the server
   */
  Measured measure(Scenario scenario, String id, Trial trial, URI url) throws ExecutionFailed;

  /**
   * Measures tenants at the same time.
   *
   * @param trials one for each of them
   * @param urls of their servers, by stack
   * @return what each trial came to, in the same order
   */
  List<Measured> measure(Scenario scenario, String id, List<Trial> trials, Map<String, URI> urls)
      throws ExecutionFailed;

  /**
   * Measures the standard as it does stacks.
   *
   * @param records where the raw records go, in place of those of an earlier measurement
   * @throws RunFailed when that fails
   */
  PointResult measure(Calibrator calibrator, Point point, Path records) throws IOException;

  /**
   * What was recorded of the standard over {@code transport}.
   *
   * @param answers names, as a model, how the standard answers
   * @param connections requests in flight
   * @param records as in {@link #measure(Calibrator, Point, Path)}
   * @throws RunFailed when that fails
   */
  List<RequestRecord> records(
      URI standard,
      Transport transport,
      String answers,
      Mode mode,
      int connections,
      Duration length,
      int promptBytes,
      Path records)
      throws IOException;

  /** Ends what is being measured, from another thread; it fails. Nothing otherwise. */
  void cancel();
}
