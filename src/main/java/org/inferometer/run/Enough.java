package org.inferometer.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.inferometer.scenario.Until;

/** Decides, as repeats come in, which cells have been repeated often enough. */
final class Enough {
  private final Plan plan;
  private final Rule rule;
  private final Map<String, Stopped> stopped = new HashMap<>();

  /** What is known of a run under way. */
  interface Measured {
    /** What each repeat of {@code cell} has found, by stack. */
    Map<String, SortedMap<Integer, Double>> of(Cell cell, Metric metric, Statistic statistic);
  }

  /** When repeats are enough. */
  interface Rule {
    /** Whether a cell may end after so many. */
    boolean looksAfter(int repeats);

    /** What may be said of {@code cell} by its first repeats. */
    Stopped look(Cell cell, int repeats);
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

  /** Whether the cell of {@code trial} needs no such trial any more. */
  boolean isEnough(Trial trial) {
    if (rule == null) {
      return false;
    }
    String cell = trial.name();
    if (!stopped.containsKey(cell) && rule.looksAfter(trial.repeat() - 1)) {
      Stopped found = rule.look(Cell.of(trial), trial.repeat() - 1);
      if (found.reached()) {
        stopped.put(cell, found);
      }
    }
    return stopped.containsKey(cell) && trial.repeat() > stopped.get(cell).repeats();
  }

  /** What became of every cell, to be kept with the plan. */
  List<Stopped> outcomes() {
    List<Stopped> all = new ArrayList<>();
    if (rule != null) {
      for (Cell cell : cells(plan)) {
        Stopped early = stopped.get(cell.name());
        all.add(early == null ? rule.look(cell, plan.scenario().measure().mostRepeats()) : early);
      }
    }
    return all;
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
  static int common(int stacks, Map<String, SortedMap<Integer, Double>> found) {
    return found.size() < stacks
        ? 0
        : found.values().stream().mapToInt(SortedMap::size).min().orElse(0);
  }
}
