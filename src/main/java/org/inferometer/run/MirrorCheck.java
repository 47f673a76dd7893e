package org.inferometer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.ErrorSpread;
import org.inferometer.calibration.Mirror;
import org.inferometer.calibration.Mirrored;
import org.inferometer.load.Closed;
import org.inferometer.machine.Clock;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Way;

/**
 * The instrument's own error where it was used: when the trials are over, the standard answers once
 * more as each stack did in each cell, at the same load.
 */
final class MirrorCheck {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(20);

  /** What a process of the benchmark takes beside its measurement. */
  private static final Duration AROUND = Duration.ofMillis(2500);

  /** So many answers of each slot tell a mean error. */
  private static final int ANSWERS = 12;

  /** It takes no more than this part of what was measured. */
  private static final int PART = 10;

  private MirrorCheck() {}

  /** One trial of each closed loop on each stack. */
  private static List<Trial> trials(Plan plan) {
    return plan.trials().stream()
        .filter(one -> one.load() instanceof Closed && one.repeat() == 1)
        .toList();
  }

  /** How long it takes, as far as that can be known before there are answers. */
  static Duration length(Plan plan) {
    return AROUND.plus(LEAST).multipliedBy(trials(plan).size());
  }

  /**
   * Imitates each stack in each cell that was measured; what cannot be imitated is left out.
   *
   * @param time how long all of it may take; null for as long as it does
   */
  static List<Mirrored> run(Session session, Plan plan, Duration time)
      throws IOException, InterruptedException {
    long end = time == null ? Long.MAX_VALUE : Clock.nanos() + time.toNanos();
    List<Trial> trials = trials(plan);
    List<Mirrored> found = new ArrayList<>();
    RunDirectory run = session.directory();
    Path folder = Files.createDirectories(run.mirrors()).toAbsolutePath();
    try (Cancellation.Part part = session.cancellation().stoppableBy(session.executor()::cancel);
        Listeners.During error =
            session.told().during("measuring the instrument's own error as it was used");
        Standard standard = Standard.launch("likenesses=" + folder)) {
      for (int i = 0; i < trials.size(); i++) {
        Trial trial = trials.get(i);
        session.cancellation().requireGoingOn();
        Path records = run.requests(trial.stack(), trial.name());
        Optional<Mirror> mirror = Files.exists(records) ? Mirror.of(records) : Optional.empty();
        if (mirror.isPresent()) {
          Duration share = Duration.ofNanos((end - Clock.nanos()) / (trials.size() - i));
          Duration length = length(mirror.get(), measured(plan, trial), share.minus(AROUND));
          Way way = plan.scenario().stack(trial.stack()).way();
          found.add(
              imitate(
                  session.executor(),
                  new Calibrator(standard, way),
                  trial,
                  mirror.get(),
                  length,
                  folder));
        }
      }
    }
    if (!found.isEmpty()) {
      session.told().note(words(found));
    }
    return found;
  }

  private static Mirrored imitate(
      TrialExecutor executor,
      Calibrator calibrator,
      Trial trial,
      Mirror mirror,
      Duration length,
      Path folder)
      throws IOException {
    String name = (trial.stack() + "-" + trial.name()).replaceAll("[^A-Za-z0-9._-]", "_");
    Path answers = folder.resolve(name);
    mirror.likeness().write(answers);
    Mirrored found =
        calibrator.mirror(
            trial.stack(),
            trial.name(),
            trial.load().label(),
            (uri, transport) ->
                executor.records(
                    uri,
                    transport,
                    "like=" + name,
                    trial.mode(),
                    trial.load().connections(),
                    length,
                    mirror.promptBytes(),
                    folder.resolve(name + ".jsonl")));
    Files.delete(answers); // it is in the records of the trial
    return found;
  }

  private static String words(List<Mirrored> found) {
    return String.format(
        Locale.ROOT,
        "instrument's own error, imitating each stack in each cell: P2FT %s, latency %s",
        words(found.stream().map(Mirrored::p2ftMillis)),
        words(found.stream().map(Mirrored::totalMillis)));
  }

  private static String words(Stream<ErrorSpread> errors) {
    double[] means =
        errors.filter(one -> one.mean() != null).mapToDouble(ErrorSpread::mean).sorted().toArray();
    return means.length == 0
        ? "unknown"
        : String.format(Locale.ROOT, "%.2f to %.2f ms", means[0], means[means.length - 1]);
  }

  /** How long the stack of {@code trial} was asked in its cell. */
  private static Duration measured(Plan plan, Trial trial) {
    return plan.trials().stream()
        .filter(one -> one.name().equals(trial.name()) && one.stack().equals(trial.stack()))
        .map(plan.scenario()::length)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** As long as {@link #ANSWERS} take, but for a part of what was measured and of a share. */
  static Duration length(Mirror mirror, Duration measured, Duration share) {
    long wanted = ANSWERS * mirror.answerNanos();
    long most =
        Math.min(MOST.toNanos(), Math.min(measured.dividedBy(PART).toNanos(), share.toNanos()));
    return Duration.ofNanos(Math.max(LEAST.toNanos(), Math.min(wanted, most)));
  }
}
