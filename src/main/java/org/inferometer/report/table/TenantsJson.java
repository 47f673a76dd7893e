package org.inferometer.report.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.TwoWays;
import org.inferometer.result.tenants.Victim;
import org.inferometer.result.tenants.Ways;
import org.inferometer.scenario.Neighbour;

/** What tenants did to each other, as a part of {@code summary.json}. */
final class TenantsJson {
  private TenantsJson() {}

  /** Nothing where a run has no tenants. */
  static void put(ObjectNode out, Run run) {
    if (run.plan().scenario().tenants() == null) {
      return;
    }
    ArrayNode sets = out.putArray("tenants");
    for (Together set : Interference.of(run)) {
      ObjectNode one = sets.addObject();
      one.put("together", set.name());
      set.sharing().ifPresent(sharing -> one.put("sharing", sharing.label()));
      put(one, "stp", set.systemThroughput());
      put(one, "antt", set.turnaround());
      put(one, "fairness", set.fairness());
      put(one, "totalThroughput", set.totalThroughput());
      put(one, "energyPerToken", set.energyPerToken());
      set.worst().ifPresent(victim -> one.put("worst", victim.tenant()));
      ArrayNode victims = one.putArray("victims");
      set.victims().forEach(victim -> victim(victims.addObject(), victim));
    }
    if (Ways.ways(run).size() > 1) {
      ways(out.putArray("sharing"), run);
    }
  }

  private static void ways(ArrayNode out, Run run) {
    for (TwoWays one : TwoWays.of(run)) {
      ObjectNode pair = out.addObject();
      pair.put("tenant", one.of().tenant());
      pair.put("load", one.of().load().label());
      neighbours(pair, one.of().neighbours());
      pair.put("base", one.base().label());
      pair.put("other", one.other().label());
      ArrayNode comparisons = pair.putArray("comparisons");
      one.comparisons().forEach(each -> SummaryJson.comparison(comparisons.addObject(), each));
    }
  }

  private static void victim(ObjectNode out, Victim victim) {
    out.put("tenant", victim.tenant());
    out.put("load", victim.together().cell().load().label());
    out.put("alone", victim.alone().cell().name());
    out.put("beside", victim.together().cell().name());
    neighbours(out, victim.neighbours());
    slowdowns(out.putObject("slowdowns"), victim.comparisons());
    slowdowns(out.putObject("tailSlowdowns"), victim.tails());
    put(out, "violationsAdded", victim.violationsAdded());
  }

  private static void slowdowns(ObjectNode out, List<Comparison> comparisons) {
    for (Comparison one : comparisons) {
      if (one.ratio().isPresent()) {
        ObjectNode slowdown = out.putObject(one.metric().id());
        SummaryJson.estimate(slowdown, Victim.slowdown(one));
        if (one.verdict().isTested()) {
          slowdown.put("confidence", 1 - one.level());
        }
        slowdown.put("verdict", one.verdict().label());
      }
    }
  }

  private static void neighbours(ObjectNode out, List<Neighbour> all) {
    ArrayNode neighbours = out.putArray("neighbours");
    for (Neighbour one : all) {
      neighbours.addObject().put("tenant", one.tenant()).put("load", one.load().label());
    }
  }

  private static void put(ObjectNode out, String key, Estimate estimate) {
    if (estimate.isPresent()) {
      SummaryJson.estimate(out.putObject(key), estimate);
    }
  }
}
