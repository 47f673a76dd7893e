package org.inferometer.report.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
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
      set.worst().ifPresent(victim -> one.put("worst", victim.tenant()));
      ArrayNode victims = one.putArray("victims");
      set.victims().forEach(victim -> victim(victims.addObject(), victim));
    }
  }

  private static void victim(ObjectNode out, Victim victim) {
    out.put("tenant", victim.tenant());
    out.put("load", victim.together().cell().load().label());
    out.put("alone", victim.alone().cell().name());
    out.put("beside", victim.together().cell().name());
    ArrayNode neighbours = out.putArray("neighbours");
    for (Neighbour one : victim.neighbours()) {
      neighbours.addObject().put("tenant", one.tenant()).put("load", one.load().label());
    }
    ObjectNode slowdowns = out.putObject("slowdowns");
    for (Comparison one : victim.comparisons()) {
      if (one.ratio().isPresent()) {
        ObjectNode slowdown = slowdowns.putObject(one.metric().id());
        SummaryJson.estimate(slowdown, Victim.slowdown(one));
        slowdown.put("verdict", one.verdict().label());
      }
    }
    put(out, "violationsAdded", victim.violationsAdded());
  }

  private static void put(ObjectNode out, String key, Estimate estimate) {
    if (estimate.isPresent()) {
      SummaryJson.estimate(out.putObject(key), estimate);
    }
  }
}
