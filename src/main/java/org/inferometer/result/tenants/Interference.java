package org.inferometer.result.tenants;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;

/** What tenants do to each other, in all sets of them that a run has measured. */
public final class Interference {
  private Interference() {}

  /**
   * Every set of tenants of {@code run}, in the order of its scenario; empty where it has none. The
   * words of a tenant's headline metric are corrected by Holm over all sets that it is in.
   */
  public static List<Together> of(Run run) {
    if (run.plan().scenario().tenants() == null) {
      return List.of();
    }
    Map<Object, List<Victim>> sets = new LinkedHashMap<>();
    List<Comparison> all = new ArrayList<>();
    for (Trial trial : run.plan().trials()) {
      List<Victim> set = sets.computeIfAbsent(trial.point(), point -> new ArrayList<>());
      boolean known = set.stream().anyMatch(one -> one.tenant().equals(trial.stack()));
      Optional<TrialResult> together = result(run, trial.stack(), trial.name());
      Optional<TrialResult> alone = alone(run, trial);
      if (!known && !trial.neighbours().isEmpty() && together.isPresent() && alone.isPresent()) {
        Victim victim =
            Victim.of(
                trial.neighbours(),
                trial.sharing(),
                alone.get(),
                together.get(),
                run.plan().interleaved(),
                Comparisons.level(run.plan().scenario().measure()));
        all.addAll(victim.comparisons());
        set.add(victim);
      }
    }
    Map<Comparison, Comparison> corrected = corrected(all);
    List<String> names = run.stacks().stream().map(Stack::name).toList();
    GpuEnergy energy = new GpuEnergy(run.samples(), names);
    return sets.values().stream()
        .filter(set -> set.size() > 1)
        .map(
            set ->
                new Together(
                    set.stream()
                        .map(
                            one ->
                                one.with(one.comparisons().stream().map(corrected::get).toList()))
                        .toList(),
                    run.plan().scenario().measure()::unit,
                    energy))
        .sorted((a, b) -> compare(names, a, b))
        .toList();
  }

  /** What becomes of each of {@code all} by the correction of its family. */
  static Map<Comparison, Comparison> corrected(List<Comparison> all) {
    Map<Comparison, Comparison> corrected = new IdentityHashMap<>();
    List<Comparison> after = Comparisons.corrected(all);
    for (int i = 0; i < all.size(); i++) {
      corrected.put(all.get(i), after.get(i));
    }
    return corrected;
  }

  /** By the tenants in the order of the scenario, then by their loads. */
  private static int compare(List<String> names, Together a, Together b) {
    for (int i = 0; i < Math.min(a.victims().size(), b.victims().size()); i++) {
      Victim one = a.victims().get(i);
      Victim other = b.victims().get(i);
      int tenants = Integer.compare(names.indexOf(one.tenant()), names.indexOf(other.tenant()));
      int loads = Load.ORDER.compare(one.together().cell().load(), other.together().cell().load());
      if (tenants != 0 || loads != 0) {
        return tenants != 0 ? tenants : loads;
      }
    }
    return 0;
  }

  private static Optional<TrialResult> alone(Run run, Trial trial) {
    return run.plan().trials().stream()
        .filter(one -> one.stack().equals(trial.stack()) && one.neighbours().isEmpty())
        .filter(one -> one.load().equals(trial.load()))
        .filter(one -> Objects.equals(one.sharing(), trial.sharing()))
        .findFirst()
        .flatMap(one -> result(run, one.stack(), one.name()));
  }

  /** What the trial called {@code name} of {@code stack} found, if anything. */
  static Optional<TrialResult> result(Run run, String stack, String name) {
    return run.trials().stream()
        .filter(one -> one.stack().equals(stack) && one.cell().name().equals(name))
        .findFirst();
  }
}
