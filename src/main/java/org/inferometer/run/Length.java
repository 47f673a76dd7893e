package org.inferometer.run;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/**
 * How long a run takes: what its scenario asks for, and what everything around that takes, guessed
 * before anything has run, and from then on as it was found.
 */
final class Length {
  /** A fork's start and end, and the last requests of its iterations. */
  private static final Duration AROUND_A_TRIAL = Duration.ofMillis(1300);

  private static final Duration START_OF_THE_BUILT_IN_SERVER = Duration.ofSeconds(4);

  /** Of a server that imports Python's libraries and prepares its model. */
  private static final Duration START_OF_A_COMMAND = Duration.ofSeconds(40);

  private static final Duration CALIBRATION = Duration.ofSeconds(2);
  private static final Duration CALIBRATION_OF_A_POINT = Duration.ofMillis(2700);

  private final Plan plan;
  private final Map<Object, Mean> around = new HashMap<>();
  private final Map<Set<String>, Mean> starts = new HashMap<>();

  Length(Plan plan) {
    this.plan = plan;
  }

  /** Of everything, before anything has run. */
  static Duration of(Plan plan, boolean calibrate) {
    Length length = new Length(plan);
    Duration all = length.of(plan.trials()).plus(length.starts(Stage.of(plan, plan.trials())));
    return calibrate
        ? all.plus(CALIBRATION)
            .plus(CALIBRATION_OF_A_POINT.multipliedBy(InstrumentCheck.count(plan)))
            .plus(after(plan, true))
        : all;
  }

  /** Of what follows the trials. */
  static Duration after(Plan plan, boolean calibrate) {
    return calibrate ? MirrorCheck.length(plan) : Duration.ZERO;
  }

  /** Whether the stacks of its plan take turns. */
  boolean interleaved() {
    return plan.interleaved();
  }

  /** Learns from a trial. */
  void took(Trial trial, Duration whole) {
    long more = whole.minus(plan.scenario().length(trial)).toNanos();
    for (Object like : kinds(trial)) {
      around.computeIfAbsent(like, x -> new Mean()).add(more);
    }
  }

  /** Learns from {@code stage}'s starting its stacks. */
  void started(Stage stage, Duration whole) {
    starts.computeIfAbsent(stage.stacks(), x -> new Mean()).add(whole.toNanos());
  }

  Duration of(Collection<Trial> trials) {
    return trials.stream().map(this::of).reduce(Duration.ZERO, Duration::plus);
  }

  Duration of(Trial trial) {
    for (Object like : kinds(trial)) {
      if (around.containsKey(like)) {
        return plan.scenario().length(trial).plusNanos(around.get(like).value());
      }
    }
    return plan.scenario().length(trial).plus(AROUND_A_TRIAL);
  }

  /** Of {@code trials}, the first one's stacks being up, with the starts of those that are not. */
  Duration withStarts(List<Trial> trials) {
    List<Stage> stages = Stage.of(plan, trials);
    return of(trials).plus(starts(stages.subList(1, stages.size())));
  }

  /** Of starting the stacks of {@code stages}. */
  Duration starts(List<Stage> stages) {
    return stages.stream().map(this::start).reduce(Duration.ZERO, Duration::plus);
  }

  private Duration start(Stage stage) {
    if (starts.containsKey(stage.stacks())) {
      return Duration.ofNanos(starts.get(stage.stacks()).value());
    }
    Duration all = Duration.ZERO;
    for (String stack : stage.stacks()) {
      all = all.plus(measure().stackWarmup());
      Launch launch = plan.scenario().stack(stack).launch();
      if (launch != null) {
        all = all.plus(launch.inferometer() ? START_OF_THE_BUILT_IN_SERVER : START_OF_A_COMMAND);
      }
    }
    return all;
  }

  private Measurement measure() {
    return plan.scenario().measure();
  }

  /** The most alike first. */
  private static List<Object> kinds(Trial trial) {
    return List.of(
        List.of(trial.name(), trial.stack()),
        List.of(trial.measure(), trial.stack(), trial.load()),
        List.of());
  }

  /**
   * An estimate in words; where repeats may turn out to be enough it is of all that there may be.
   */
  static String estimate(Plan plan, Duration duration) {
    return (plan.scenario().measure().until() == null ? "about " : "at most about ")
        + words(duration);
  }

  /** In words: {@code 3 min 20 s}. */
  static String words(Duration duration) {
    long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
    long minutes = seconds / 60;
    return minutes == 0
        ? seconds + " s"
        : minutes < 60
            ? minutes + " min " + seconds % 60 + " s"
            : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static final class Mean {
    private long sum;
    private long count;

    void add(long value) {
      sum += value;
      count++;
    }

    long value() {
      return sum / count;
    }
  }
}
