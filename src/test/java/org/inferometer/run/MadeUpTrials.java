package org.inferometer.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Transport;

/** Trials that ask nobody anything. */
final class MadeUpTrials implements TrialExecutor, TrialStore {
  final List<Trial> kept = new ArrayList<>();
  List<Trial> written = List.of();

  /** The stack that fails them. */
  String failing;

  /** Told of each trial before it has been measured. */
  Consumer<Trial> recorder = trial -> {};

  /** Those that go on until they are cancelled. */
  Predicate<Trial> patient = trial -> false;

  private final CountDownLatch cancelled = new CountDownLatch(1);

  @Override
  public TrialStore store() {
    return this;
  }

  @Override
  public Measured measure(Scenario scenario, String id, Trial trial, URI url)
      throws ExecutionFailed {
    if (trial.stack().equals(failing)) {
      throw new ExecutionFailed(true, "no answer", null);
    }
    if (patient.test(trial)) {
      try {
        cancelled.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new ExecutionFailed(false, "ended by signal 15", null);
    }
    recorder.accept(trial);
    return new Measured() {
      @Override
      public TrialNumbers numbers() {
        return new TrialNumbers(10, 0, null, 5.0, 100.0);
      }

      @Override
      public void keep() {
        kept.add(trial);
      }
    };
  }

  @Override
  public List<Measured> measure(
      Scenario scenario, String id, List<Trial> trials, Map<String, URI> urls)
      throws ExecutionFailed {
    List<Measured> measured = new ArrayList<>();
    for (Trial trial : trials) {
      measured.add(measure(scenario, id, trial, urls.get(trial.stack())));
    }
    return measured;
  }

  @Override
  public PointResult measure(Calibrator calibrator, Point point, Path records) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<RequestRecord> records(
      URI standard,
      Transport transport,
      String answers,
      Mode mode,
      int connections,
      Duration length,
      int promptBytes,
      Path records) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public boolean has(Trial trial) {
    return kept.contains(trial);
  }

  @Override
  public List<Path> dropDamaged(List<Trial> trials) {
    return List.of();
  }

  @Override
  public void write(List<Trial> trials) {
    written = trials.stream().filter(kept::contains).toList();
  }
}
