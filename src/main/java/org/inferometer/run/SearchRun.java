package org.inferometer.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.machine.Clock;
import org.inferometer.result.Attainment;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.Slo;
import org.inferometer.scenario.LoadSearch;
import org.inferometer.scenario.LoadSearch.Target;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.search.Answer;
import org.inferometer.search.Finding;
import org.inferometer.search.Levels;
import org.inferometer.search.Replicate;
import org.inferometer.search.Search;
import org.inferometer.stack.StackException;

/**
 * The search for the largest load of one stack in one cell: each replicate is a trial that the plan
 * is given when it is needed. The same loads are asked for in the same order where what they found
 * is the same, so a search that goes on is told again what was kept, up to where it ended.
 */
final class SearchRun {
  /** Share of failed requests at which a load is asked no more. */
  private static final double FAILING = 0.1;

  /** Growth of the requests in flight, against the rate, at which there is no steady state. */
  private static final double GROWING = 0.1;

  /** Measures a trial. */
  interface Bench {
    /**
     * Measures and keeps {@code trial}.
     *
     * @throws StackException if its stack failed it
     */
    void measure(Trial trial) throws InterruptedException;
  }

  private final Session session;
  private final LoadSearch search;
  private final Trial first;
  private final Bench bench;
  private final List<Slo> targets;
  private final List<Trial> asked = new ArrayList<>();
  private int late;

  SearchRun(Session session, LoadSearch search, Trial first, Bench bench) {
    this.session = session;
    this.search = search;
    this.first = first;
    this.bench = bench;
    this.targets = search.meet().stream().map(SearchRun::slo).toList();
  }

  /** Where the searches of {@code plan} begin that are not done. */
  static List<Trial> left(Plan plan, List<Trial> wanted, RunDirectory run) {
    List<Finding> found = Finding.read(run.search());
    Load from = plan.scenario().search().load(plan.scenario().search().from());
    return wanted.stream()
        .filter(one -> one.repeat() == 1 && one.load().equals(from))
        .filter(one -> found.stream().noneMatch(it -> it.isDone() && isOf(it, one)))
        .toList();
  }

  private static boolean isOf(Finding found, Trial trial) {
    return found.stack().equals(trial.stack())
        && found.model().equals(trial.model())
        && found.task().equals(trial.task());
  }

  private static Slo slo(Target target) {
    Metric metric = Metric.find(target.metric().replace('-', '_')).orElseThrow();
    return new Slo(Map.of(metric, target.atMost().toNanos() * 1e-6));
  }

  /**
   * Searches, and keeps what it finds.
   *
   * @param time how long it may take; null for as long as it takes
   * @throws StackException if the stack is down
   */
  Finding find(Duration time) throws InterruptedException {
    long end = time == null ? Long.MAX_VALUE : Clock.nanos() + time.toNanos();
    Levels levels = new Levels(search.from(), search.to(), !search.rate());
    Answer answer;
    try {
      answer =
          new Search(
                  levels,
                  search.meet().stream().map(Target::share).toList(),
                  () -> Clock.nanos() >= end)
              .in(this::replicate);
    } catch (Interrupted e) {
      throw (InterruptedException) e.getCause();
    }
    Finding found =
        Finding.of(
            first.stack(),
            first.model(),
            first.task(),
            search.unit(),
            search.meet().stream().map(Target::toString).toList(),
            levels,
            late,
            answer);
    RunDirectory run = session.directory();
    List<Finding> all = new ArrayList<>(Finding.read(run.search()));
    all.removeIf(one -> isOf(one, first));
    all.add(found);
    Finding.write(run.search(), all);
    return found;
  }

  private Replicate replicate(double level) {
    Trial trial = next(search.load(level));
    asked.add(trial);
    try {
      if (!session.executor().store().has(trial)) {
        session.add(trial);
        bench.measure(trial);
      }
    } catch (InterruptedException e) {
      throw new Interrupted(e);
    }
    Attainment found =
        Attainment.of(session.directory(), trial.stack(), Cell.of(trial), trial.repeat(), targets);
    late += found.late() ? 1 : 0;
    return new Replicate(found.met(), found.goodput(), stopped(found));
  }

  private static String stopped(Attainment found) {
    if (found.failed() > FAILING) {
      return "%.0f %% of the requests failed".formatted(100 * found.failed());
    }
    return found.growth() > GROWING ? "more and more requests were in flight" : null;
  }

  /** The next repeat of {@code load}. */
  private Trial next(Load load) {
    String name = Trial.name(first.measure(), first.model(), first.task(), first.mode(), load);
    int before = (int) asked.stream().filter(one -> one.name().equals(name)).count();
    return new Trial(
        first.stack(),
        name,
        first.measure(),
        first.model(),
        first.task(),
        first.mode(),
        load,
        before + 1,
        first.launch());
  }

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted(InterruptedException cause) {
      super(cause);
    }
  }
}
