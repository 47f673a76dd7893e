package org.inferometer.result;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stack;

/**
 * What a stack has of the machine whose readings a run keeps.
 *
 * @param stack its name
 * @param here whether it runs on this machine
 * @param alone whether no other stack of the run is up there when it is
 * @param pricePerHour what an hour of it costs; null if unknown
 * @param points how the tenants' points went that it was part of
 */
record Tenancy(
    String stack, boolean here, boolean alone, Double pricePerHour, List<PointLog> points) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "0.0.0.0");

  /** Without a price and without tenants. */
  Tenancy(String stack, boolean here, boolean alone) {
    this(stack, here, alone, null, List.of());
  }

  static Tenancy of(Plan plan, Stack stack, List<PointLog> points) {
    boolean alone =
        plan.scenario().stacks().stream()
            .filter(other -> !other.name().equals(stack.name()))
            .noneMatch(other -> isHere(other) && (other.launch() == null || plan.interleaved()));
    return new Tenancy(stack.name(), isHere(stack), alone, stack.pricePerHour(), points);
  }

  /** A running server's address is all that is known of where it is. */
  private static boolean isHere(Stack stack) {
    URI url = stack.url();
    return stack.launch() != null
        || url.getHost() != null
            && (LOOPBACK.contains(url.getHost()) || url.getHost().startsWith("127."));
  }

  /** Whether all who were to ask beside it in {@code trial} still did when a request was due. */
  boolean isComplete(String trial, RequestRecord record) {
    return points.stream()
        .filter(one -> record.fork() != null && one.isOf(stack, trial, record.fork()))
        .allMatch(one -> one.isMeasured(record));
  }

  /** Whether the host's readings may be called the stack's. */
  boolean hasTheHost() {
    return here && alone;
  }
}
