package org.inferometer.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.machine.Clock;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What a run tells its user: one line a trial when it has ended, and on a terminal also what runs
 * now and how long all will take.
 */
final class Progress {
  static final String ERASE_LINE = "\r\u001b[K";

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private final int stackWidth;
  private final int nameWidth;
  private final Map<String, String> told = new HashMap<>();
  private int ended;
  private final Length length;
  private final List<Trial> left;
  private final List<Stage> stages;
  private long beganNanos;

  /**
   * @param trials all that are wanted
   * @param stages of those of them that are not measured yet
   */
  Progress(
      PrintStream out, boolean terminal, List<Trial> trials, List<Stage> stages, Length length) {
    this.out = out;
    this.terminal = terminal;
    this.total = trials.size();
    this.stages = new ArrayList<>(stages);
    this.left = new ArrayList<>(stages.stream().flatMap(one -> one.trials().stream()).toList());
    this.ended = trials.size() - left.size();
    this.length = length;
    this.stackWidth = trials.stream().mapToInt(t -> t.stack().length()).max().orElse(1);
    this.nameWidth = trials.stream().mapToInt(t -> t.name().length()).max().orElse(1);
  }

  /** A line of its own, above the line of what runs now. */
  void say(String line) {
    out.println((terminal ? ERASE_LINE : "") + line);
  }

  /** What goes on before any trial does, until the result is closed. */
  Meanwhile during(String what) {
    return new Meanwhile(out, terminal, terminal ? BETWEEN_LOOKS : BETWEEN_LINES, what);
  }

  /** The stacks of the next stage are started. */
  void starts() {
    beganNanos = Clock.nanos();
  }

  void started() {
    length.started(Duration.ofNanos(Clock.nanos() - beganNanos));
    stages.remove(0);
  }

  /** The trials that have not ended. */
  List<Trial> left() {
    return List.copyOf(left);
  }

  void begins(Trial trial) {
    beganNanos = Clock.nanos();
    if (terminal) {
      out.print(
          "%s%4d/%d  %s on %s ...  %s"
              .formatted(ERASE_LINE, ended + 1, total, trial.name(), trial.stack(), timeLeft()));
      out.flush();
    }
  }

  /** A trial that is not needed any more, or that comes too late. */
  void skipped(Trial trial) {
    ended++;
    left.remove(trial);
  }

  void ends(Trial trial, RunResult result) {
    skipped(trial);
    length.took(trial, Duration.ofNanos(Clock.nanos() - beganNanos));
    Map<String, Result> secondary = result.getSecondaryResults();
    String latency =
        trial.measure() == Measure.FIRST_TOKEN
            ? value("P2FT", secondary.get("p2ft"), "ms")
            : value("latency", secondary.get(latency(trial.load())), "ms");
    String rate =
        trial.measure() == Measure.FIRST_TOKEN
            ? ""
            : value("", secondary.get("tokens.throughput"), "tok/s");
    say(
        String.format(
                Locale.ROOT,
                "%4d/%d  %-" + nameWidth + "s  %-" + stackWidth + "s %20s%15s  %s  %s",
                ended,
                total,
                trial.name(),
                trial.stack(),
                latency,
                rate,
                requests(result),
                timeLeft())
            .stripTrailing());
  }

  /** Which latency a load is about. */
  private static String latency(Load load) {
    return load instanceof Closed ? "latency" : "latency.from.schedule";
  }

  /** The reason is told once for all trials of a stack that follow with the same. */
  void failed(Trial trial, String reason) {
    skipped(trial);
    say(
        String.format(
            Locale.ROOT,
            "%4d/%d  %-" + nameWidth + "s  %-" + stackWidth + "s  FAILED%s",
            ended,
            total,
            trial.name(),
            trial.stack(),
            reason.equals(told.put(trial.stack(), reason)) ? "" : ": " + reason));
  }

  private String timeLeft() {
    Duration time = length.of(left).plus(length.starts(stages));
    return "left %d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String requests(RunResult result) {
    long ok = JmhResults.answered(result);
    long failed = JmhResults.failures(result);
    return failed == 0 ? "%4d ok".formatted(ok) : "%4d ok, %d FAILED".formatted(ok, failed);
  }

  private static String value(String name, Result<?> result, String unit) {
    return result == null
        ? ""
        : "%s %s %s".formatted(name, threeDigits(result.getScore()), unit).strip();
  }

  private static String threeDigits(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
