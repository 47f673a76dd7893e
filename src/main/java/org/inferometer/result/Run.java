package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.inferometer.machine.Shell;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.scenario.Unit;

/**
 * Everything that a run directory says.
 *
 * @param directory where it lies
 * @param complete whether the run came to its end; an incomplete one is to be called so everywhere
 * @param plan what was to be measured
 * @param slo targets that the requests are held against
 * @param environment host, JVM, GPUs and stacks; a missing node if the file is
 * @param trials in the order of cells, then of stacks
 * @param comparisons of all pairs of stacks in every cell, by the main metrics
 * @param samples telemetry
 * @param calibration the instrument's own error; a missing node if the file is
 * @param left trials of the plan that did not come to their end, those that failed among them
 * @param failed trials that their stacks failed, and that are not measured yet
 * @param problems what could not be read, by file and line
 */
public record Run(
    RunDirectory directory,
    boolean complete,
    Plan plan,
    Slo slo,
    JsonNode environment,
    List<TrialResult> trials,
    List<Comparison> comparisons,
    List<SampleSeries> samples,
    JsonNode calibration,
    List<Trial> left,
    List<FailedTrial> failed,
    List<String> problems) {

  public Run {
    trials = List.copyOf(trials);
    comparisons = List.copyOf(comparisons);
    samples = List.copyOf(samples);
    left = List.copyOf(left);
    failed = List.copyOf(failed);
    problems = List.copyOf(problems);
  }

  /** Reads the run in {@code directory}; whatever is there is used. */
  public static Run read(Path directory) {
    return read(directory, Slo.NONE);
  }

  /**
   * Reads the run in {@code directory} and holds its requests against {@code slo}.
   *
   * @throws IllegalArgumentException if it is no run directory
   */
  public static Run read(Path directory, Slo slo) {
    return new RunReader(new RunDirectory(directory), slo).read();
  }

  /**
   * What each repeat of {@code cell} has found of {@code metric} so far, in a run that may still be
   * under way, by stack: the numbers that its estimate and its ratio are made of.
   */
  public static Map<String, SortedMap<Integer, Double>> repeats(
      Path directory, Cell cell, Metric metric, Statistic statistic) {
    return new RunReader(new RunDirectory(directory), Slo.NONE).repeats(cell, metric, statistic);
  }

  /** The run's name: its folder's. */
  public String name() {
    return directory.root().toAbsolutePath().normalize().getFileName().toString();
  }

  /** What intervals and words are made over. */
  public Unit unit() {
    return plan.scenario().measure().unit();
  }

  /** What an incomplete run lacks, in words. */
  public String lack() {
    if (plan.scenario().search() != null) {
      return "its search did not end";
    }
    int all = plan.trials().size();
    return left.isEmpty()
        ? "all of its %d trials are measured, but it did not end".formatted(all)
        : "%d of its %d trials are not measured".formatted(left.size(), all);
  }

  /** What an incomplete run lacks, and how to get it, in words. */
  public String unfinished() {
    return "%s; unless it is still under way, go on with: inferometer run --resume %s"
        .formatted(lack(), Shell.argument(directory.root()));
  }

  /** The stacks that the run is about, in the order of figures. */
  public List<Stack> stacks() {
    return plan.stacks();
  }

  /** How the requests of {@code stack} failed, over all its trials, the most frequent first. */
  public List<Failures> failures(String stack) {
    return Failures.union(
        trials.stream()
            .filter(one -> one.stack().equals(stack))
            .flatMap(one -> one.failures().stream())
            .toList());
  }

  /** The cells that have at least one trial, in the plan's order. */
  public List<Cell> cells() {
    return trials.stream().map(TrialResult::cell).distinct().toList();
  }

  /** What {@code stack} did in {@code cell}, if anything was recorded. */
  public Optional<TrialResult> trial(String stack, Cell cell) {
    return trials.stream()
        .filter(one -> one.stack().equals(stack) && one.cell().equals(cell))
        .findFirst();
  }
}
