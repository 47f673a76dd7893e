package org.inferometer.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.inferometer.scenario.Caveats;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;

/**
 * What a run tells its user: one line a trial when it has ended, and on a terminal also what runs
 * now and how long all will take.
 */
public final class Progress implements Consumer<RunEvent> {
  static final String ERASE_LINE = "\r\u001b[K";

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, String> told = new HashMap<>();
  private boolean atMost;
  private int stackWidth;
  private int nameWidth;
  private Meanwhile meanwhile;

  /**
   * @param terminal whether a line that was printed can be replaced
   */
  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void accept(RunEvent event) {
    if (event instanceof RunEvent.Begun run) {
      begun(run);
    } else if (event instanceof RunEvent.Note note) {
      say(note.text());
    } else if (event instanceof RunEvent.Searched search) {
      say(search.answer());
    } else if (event instanceof RunEvent.Waiting wait) {
      meanwhile =
          new Meanwhile(out, terminal, terminal ? BETWEEN_LOOKS : BETWEEN_LINES, wait.what());
    } else if (event instanceof RunEvent.Waited) {
      meanwhile.close();
    } else if (event instanceof RunEvent.TrialBegun trial) {
      begun(trial);
    } else if (event instanceof RunEvent.TrialEnded trial) {
      ended(trial);
    } else if (event instanceof RunEvent.TrialFailed trial) {
      failed(trial);
    } else if (event instanceof RunEvent.Ended run && run.state() == Session.State.CANCELLED) {
      out.println();
      out.println(run.message());
    }
  }

  /** A line of its own, above the line of what runs now. */
  private void say(String line) {
    out.println((terminal ? ERASE_LINE : "") + line);
  }

  private void begun(RunEvent.Begun run) {
    stackWidth = run.trials().stream().mapToInt(t -> t.stack().length()).max().orElse(1);
    nameWidth = run.trials().stream().mapToInt(t -> t.name().length()).max().orElse(1);
    Plan plan = run.plan();
    Scenario scenario = plan.scenario();
    atMost = scenario.measure().until() != null;
    say(
        scenario.description().isBlank()
            ? scenario.name()
            : scenario.name() + ": " + scenario.description().strip());
    say("run directory " + RunFolder.shown(run.directory().root()));
    plan.leftOut().forEach(one -> say("partial run, without " + one));
    String stacks = String.join(", ", plan.stacks().stream().map(Stack::name).toList());
    say(
        scenario.search() != null
            ? "search on %s, of as many trials as it needs".formatted(stacks)
            : "%d trials on %s%s, %s"
                .formatted(
                    run.trials().size(), stacks, order(plan), Length.estimate(plan, run.length())));
    Caveats.ofRun(plan).forEach(this::say);
  }

  private static String order(Plan plan) {
    if (plan.stacks().size() == 1) {
      return "";
    }
    return plan.interleaved()
        ? ", taking turns"
        : ", one stack after the other"
            + (plan.inRounds()
                ? " in %d rounds".formatted(plan.scenario().measure().launches())
                : "");
  }

  private void begun(RunEvent.TrialBegun it) {
    if (terminal) {
      out.print(
          "%s%s  %s on %s ...  %s"
              .formatted(
                  ERASE_LINE,
                  place(it.number(), it.of()),
                  it.trial().name(),
                  it.trial().stack(),
                  left(it.of(), it.left())));
      out.flush();
    }
  }

  private void ended(RunEvent.TrialEnded it) {
    Trial trial = it.trial();
    TrialNumbers numbers = it.numbers();
    boolean firstToken = trial.measure() == Measure.FIRST_TOKEN;
    say(
        String.format(
                Locale.ROOT,
                "%s  %-" + nameWidth + "s  %-" + stackWidth + "s %20s%15s  %s  %s",
                place(it.number(), it.of()),
                trial.name(),
                trial.stack(),
                firstToken
                    ? value("P2FT", numbers.p2ft(), "ms")
                    : value("latency", numbers.latency(), "ms"),
                firstToken ? "" : value("", numbers.tokenThroughput(), "tok/s"),
                requests(numbers),
                left(it.of(), it.left()))
            .stripTrailing());
  }

  /** The reason is told once for all trials of a stack that follow with the same. */
  private void failed(RunEvent.TrialFailed it) {
    Trial trial = it.trial();
    say(
        String.format(
            Locale.ROOT,
            "%s  %-" + nameWidth + "s  %-" + stackWidth + "s  FAILED%s",
            place(it.number(), it.of()),
            trial.name(),
            trial.stack(),
            it.reason().equals(told.put(trial.stack(), it.reason())) ? "" : ": " + it.reason()));
  }

  /** A search does not know how many there are, nor how long it takes. */
  private static String place(int number, int of) {
    return of == 0 ? "%4d".formatted(number) : "%4d/%d".formatted(number, of);
  }

  private String left(int of, Duration time) {
    return of == 0
        ? ""
        : (atMost ? "left at most " : "left ")
            + "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String requests(TrialNumbers numbers) {
    return numbers.failed() == 0
        ? "%4d ok".formatted(numbers.answered())
        : "%4d ok, %d FAILED".formatted(numbers.answered(), numbers.failed());
  }

  private static String value(String name, Double value, String unit) {
    return value == null ? "" : "%s %s %s".formatted(name, threeDigits(value), unit).strip();
  }

  private static String threeDigits(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
