package org.inferometer.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleFunction;
import org.inferometer.search.Answer.End;
import org.inferometer.search.Probe.Verdict;

/**
 * Finds the largest load at which a stack meets its targets.
 *
 * <p>Requests of one measurement are not independent: they wait for each other, so that a thousand
 * of them may tell as little as thirty would that do not. The unit is the replicate. First the way
 * is found cheaply, by doubling and then bisection, one replicate a load, and nothing is claimed.
 * Then, from a load that is safely below, loads are tried upwards in small steps with fresh
 * replicates, and the last before the first that does not pass is the answer: of tests in an order
 * that was fixed before, stopped at the first that fails, only the first load that is too high can
 * be claimed by mistake, so that no step has to be paid for (Maurer, Hothorn, Lehmacher 1995). Near
 * the boundary replicates are added, up to four looks at each load, which share the probability of
 * a mistake. What is claimed so lies below the true boundary, by as much as noise asks for; where
 * that probably is, {@link Boundary} tells from all replicates together.
 *
 * @param levels to be searched
 * @param goals of each target the share of all requests that has to meet it, such as 0.99
 * @param timeIsUp asked before each replicate
 */
public record Search(Levels levels, List<Double> goals, BooleanSupplier timeIsUp) {
  /** Probability that a load is claimed which misses a target. */
  public static final double MISS = 0.05;

  /** Replicates of one load after which it is looked at. */
  private static final int[] LOOKS = {5, 10, 20, 40};

  /** How near bisection goes: more than one replicate could tell. */
  private static final double NEAR = 1.1;

  /**
   * Where confirmation begins, below the highest load that seemed to pass; again if it does not.
   */
  private static final double SAFELY = 0.92;

  private static final double STEP = 1.02;

  public Search {
    goals = List.copyOf(goals);
  }

  /**
   * Searches.
   *
   * @param bench measures a load once more, with a new seed, after the stack has come to rest
   */
  public Answer in(DoubleFunction<Replicate> bench) {
    return new Course(bench).search();
  }

  private final class Course {
    private final DoubleFunction<Replicate> bench;
    private final List<Probe> trail = new ArrayList<>();

    Course(DoubleFunction<Replicate> bench) {
      this.bench = bench;
    }

    Answer search() {
      try {
        double seemed = bracket();
        return Double.isNaN(seemed) ? confirm(levels.from()) : confirm(below(seemed));
      } catch (OutOfTime e) {
        return answer(End.OUT_OF_TIME);
      }
    }

    /** The highest load that seems to pass; NaN if the lowest does not. */
    private double bracket() {
      double low = Double.NaN;
      double high = levels.from();
      while (seems(high)) {
        low = high;
        if (high == levels.to()) {
          return high;
        }
        high = levels.times(high, 2);
      }
      while (high > NEAR * low && levels.between(low, high) > low) {
        double middle = levels.between(low, high);
        if (seems(middle)) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private boolean seems(double level) {
      Probe probe = Probe.pointing(level, List.of(replicate(level)), goals);
      trail.add(probe);
      return probe.verdict() == Verdict.PASS;
    }

    private double below(double level) {
      return level == levels.from() ? level : levels.times(level, SAFELY);
    }

    /** Upwards from {@code start}; from a lower load if that does not pass. */
    private Answer confirm(double start) {
      double level = start;
      while (!passes(level)) {
        if (level == levels.from()) {
          return answer(End.NOT_EVEN);
        }
        level = below(level);
      }
      while (level < levels.to()) {
        level = levels.times(level, STEP);
        if (!passes(level)) {
          return answer(End.FOUND);
        }
      }
      return answer(End.AT_LEAST);
    }

    private boolean passes(double level) {
      List<Replicate> replicates = new ArrayList<>();
      Probe probe = null;
      for (int look : LOOKS) {
        while (replicates.size() < look && (probe == null || probe.stopped() == null)) {
          replicates.add(replicate(level));
          probe = Probe.confirming(level, replicates, goals, MISS / LOOKS.length);
        }
        if (probe.verdict() != Verdict.UNDECIDED) {
          break;
        }
      }
      trail.add(probe);
      return probe.verdict() == Verdict.PASS;
    }

    private Replicate replicate(double level) {
      if (timeIsUp.getAsBoolean()) {
        throw new OutOfTime();
      }
      return bench.apply(level);
    }

    private Answer answer(End end) {
      Probe shown = null;
      Probe next = null;
      for (Probe one : trail) {
        if (one.confirms() && one.verdict() == Verdict.PASS) {
          shown = one;
          next = null;
        } else if (one.confirms()) {
          next = one;
        }
      }
      return new Answer(
          end,
          shown == null ? Double.NaN : shown.level(),
          next == null ? Double.NaN : next.level(),
          next != null && next.verdict() == Verdict.UNDECIDED,
          shown == null || next == null || next.stopped() != null
              ? Optional.empty()
              : Boundary.of(trail, shown.level(), goals),
          trail);
    }
  }

  private static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
