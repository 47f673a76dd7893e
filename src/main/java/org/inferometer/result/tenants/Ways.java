package org.inferometer.result.tenants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Neighbour;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Tenants;
import org.inferometer.scenario.Trial;

/**
 * A tenant beside the same neighbours, in each way of sharing the machine.
 *
 * @param neighbours who asked at the same time; none where it was alone
 * @param results by way, those that there are
 */
public record Ways(
    String tenant, Load load, List<Neighbour> neighbours, Map<Sharing, TrialResult> results) {

  public Ways {
    neighbours = List.copyOf(neighbours);
    results = Map.copyOf(results);
  }

  /**
   * Every tenant of {@code run}, alone and with each set of neighbours, in the order of its
   * scenario; empty where there are no two ways of sharing.
   */
  public static List<Ways> of(Run run) {
    if (ways(run).size() < 2) {
      return List.of();
    }
    record Company(String tenant, Load load, List<Neighbour> neighbours) {}
    Map<Company, Map<Sharing, TrialResult>> found = new LinkedHashMap<>();
    for (Trial one : run.plan().trials()) {
      Company company = new Company(one.stack(), one.load(), one.neighbours());
      Map<Sharing, TrialResult> results =
          found.computeIfAbsent(company, x -> new LinkedHashMap<>());
      Interference.result(run, one.stack(), one.name())
          .ifPresent(result -> results.put(one.sharing(), result));
    }
    List<Ways> all = new ArrayList<>();
    found.forEach(
        (one, results) -> all.add(new Ways(one.tenant, one.load, one.neighbours, results)));
    List<String> names = run.stacks().stream().map(Stack::name).toList();
    all.sort(
        Comparator.comparing((Ways one) -> names.indexOf(one.tenant))
            .thenComparing(Ways::load, Load.ORDER)
            .thenComparing(one -> one.neighbours.size())
            .thenComparing(one -> one.neighbours.toString()));
    return all;
  }

  /** The ways of sharing of {@code run}, in the order of its scenario. */
  public static List<Sharing> ways(Run run) {
    Tenants tenants = run.plan().scenario().tenants();
    return tenants == null ? List.of() : tenants.sharing();
  }

  /** Its name and load. */
  public String name() {
    return "%s (%s)".formatted(tenant, load.label());
  }

  /** Whether nobody asked at the same time. */
  public boolean isAlone() {
    return neighbours.isEmpty();
  }
}
