package org.inferometer.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inferometer.machine.Processors;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Stack;

/**
 * Processors of tenants' servers: all for everyone, or for each as many of its own. Those that ask
 * them run on all, as they do without.
 *
 * @param cores whether no two tenants are on one core
 */
record ProcessorPartition(Map<String, Processors> shares, boolean split, boolean cores)
    implements Partition {

  static ProcessorPartition of(Sharing sharing, List<Stack> tenants) {
    Processors all = Processors.ofProcess(ProcessHandle.current().pid());
    boolean split = sharing.kind() == Sharing.Kind.PROCESSORS_SPLIT;
    if (all.count() == 0) {
      throw new SharingException(
          sharing, "processes are bound to processors on Linux only; allowed: no sharing");
    }
    if (split && all.count() < tenants.size()) {
      throw new SharingException(
          sharing,
          "there are %d tenants, but only %d processors (%s); allowed: fewer tenants, or processors: shared"
              .formatted(tenants.size(), all.count(), all));
    }
    List<Processors> parts = split ? all.split(tenants.size()) : List.of();
    Map<String, Processors> shares = new LinkedHashMap<>();
    for (int i = 0; i < tenants.size(); i++) {
      shares.put(tenants.get(i).name(), split ? parts.get(i) : all);
    }
    return new ProcessorPartition(shares, split, all.countCores() >= tenants.size());
  }

  @Override
  public Share share(String tenant) {
    return new Share(shares.get(tenant), Map.of());
  }

  @Override
  public Optional<String> told(String tenant) {
    Processors own = shares.get(tenant);
    return Optional.of(
        "%s runs on %s %s%s"
            .formatted(
                tenant,
                own.count() == 1 ? "processor" : "processors",
                own,
                !split
                    ? ", as all tenants do"
                    : cores
                        ? ", which no other tenant has"
                        : "; there are fewer cores than tenants"));
  }

  @Override
  public void require(RunningStack stack) {
    stack.requireOn(shares.get(stack.name()));
  }
}
