package org.inferometer.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.inferometer.scenario.Until;

/** Decides, as repeats come in, which cells have been repeated often enough, or which tenants. */
final class Enough {
  private final Plan plan;
  private final Rule rule;
  private final Map<Object, List<Stopped>> stopped = new HashMap<>();
  private final Map<Object, Integer> looked = new HashMap<>();

  /** What is known of a run under way. */
  interface Measured {
    /** What each repeat of {@code cell} has found, by stack. */
    Map<String, SortedMap<Integer, Double>> of(Cell cell, Metric metric, Statistic statistic);
  }

  /** When repeats are enough. */
  interface Rule {
    /** Whether a cell may end after so many. */
    boolean looksAfter(int repeats);

    /** What may be said of the cell of {@code trial} by its first repeats. */
    Stopped look(Trial trial, int repeats);
  }

  private Enough(Plan plan, Rule rule) {
    this.plan = plan;
    this.rule = rule;
  }

  /** By the rule that the plan's scenario asks for, if any. */
  static Enough of(Plan plan, Measured measured) {
    Until until = plan.scenario().measure().until();
    return new Enough(
        plan,
        until instanceof Until.Narrow narrow
            ? new Precision(plan, narrow, measured)
            : until instanceof Until.Stable stable ? new Stability(plan, stable, measured) : null);
  }

  /**
   * Whether the cell of {@code trial} needs no such trial any more. Tenants that ask at the same
   * time end together; one alone when every set is enough that is held against it.
   */
  boolean isEnough(Trial trial) {
    if (rule == null) {
      return false;
    }
    List<Trial> sets = sets(trial);
    if (!sets.isEmpty()) {
      return sets.stream().allMatch(this::isEnough);
    }
    Object kind = kind(trial);
    int repeats = trial.repeat() - 1;
    if (!stopped.containsKey(kind)
        && rule.looksAfter(repeats)
        && !Objects.equals(looked.put(kind, repeats), repeats)) {
      List<Stopped> found = look(trial, repeats);
      if (found.stream().allMatch(Stopped::reached)) {
        stopped.put(kind, found);
      }
    }
    return stopped.containsKey(kind) && stopped.get(kind).get(0).repeats() <= repeats;
  }

  /** What became of every cell, or tenant in a set, to be kept with the plan. */
  List<Stopped> outcomes() {
    Map<Object, List<Stopped>> all = new LinkedHashMap<>();
    if (rule != null) {
      for (Trial trial : plan.trials()) {
        if (sets(trial).isEmpty()) {
          all.computeIfAbsent(
              kind(trial),
              kind ->
                  stopped.containsKey(kind)
                      ? stopped.get(kind)
                      : look(trial, plan.scenario().measure().mostRepeats()));
        }
      }
    }
    return all.values().stream().flatMap(List::stream).toList();
  }

  private List<Stopped> look(Trial trial, int repeats) {
    return trial.neighbours() == null
        ? List.of(rule.look(trial, repeats))
        : plan.trials().stream().filter(trial::isWith).map(one -> rule.look(one, repeats)).toList();
  }

  /** What ends together. */
  private static Object kind(Trial trial) {
    return trial.neighbours() == null ? trial.name() : trial.point();
  }

  /** Of a tenant alone: itself beside others in the same repeat, once for each set. */
  private List<Trial> sets(Trial trial) {
    return trial.neighbours() == null || !trial.neighbours().isEmpty()
        ? List.of()
        : plan.trials().stream()
            .filter(one -> one.repeat() == trial.repeat() && isAlone(trial, one))
            .toList();
  }

  /** Whether {@code alone} is what {@code trial} is held against: its tenant by itself. */
  static boolean isAlone(Trial alone, Trial trial) {
    return alone.neighbours().isEmpty()
        && !trial.neighbours().isEmpty()
        && alone.stack().equals(trial.stack())
        && alone.load().equals(trial.load())
        && Objects.equals(alone.sharing(), trial.sharing());
  }

  static List<Cell> cells(Plan plan) {
    return plan.trials().stream().map(Cell::of).distinct().toList();
  }

  /** How many stacks {@code plan} measures {@code cell} on. */
  static int stacks(Plan plan, Cell cell) {
    return (int)
        plan.trials().stream()
            .filter(one -> one.name().equals(cell.name()))
            .map(Trial::stack)
            .distinct()
            .count();
  }

  /** Repeats that every stack has, of what was {@code found}. */
  static int common(int stacks, Collection<SortedMap<Integer, Double>> found) {
    return found.size() < stacks ? 0 : found.stream().mapToInt(SortedMap::size).min().orElse(0);
  }
}
