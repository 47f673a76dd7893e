package org.inferometer.stack;

import java.util.List;
import java.util.Optional;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Stack;

/**
 * A way in which tenants' servers share the machine, set up before they start. Closing it puts back
 * what was found, once they have stopped.
 */
public interface Partition extends AutoCloseable {
  /**
   * Sets {@code sharing} up.
   *
   * @param sharing null for none
   * @param tenants all of the scenario, in its order
   * @throws SharingException saying what cannot be had
   */
  static Partition of(Sharing sharing, List<Stack> tenants) {
    if (sharing == null) {
      return new Unpartitioned();
    }
    if (sharing.ofGpus()) {
      throw new SharingException(
          sharing, "GPUs are shared as the system has it; allowed: no sharing");
    }
    return ProcessorPartition.of(sharing, tenants);
  }

  /**
   * What speaks against setting {@code sharing} up here.
   *
   * @throws SharingException saying what cannot be had
   */
  static void check(Sharing sharing, List<Stack> tenants) {
    of(sharing, tenants).close();
  }

  /** What the stack called {@code tenant} may use. */
  Share share(String tenant);

  /** What a user has to know about the share of {@code tenant}; empty for nothing. */
  Optional<String> told(String tenant);

  /**
   * Makes sure that a stack that is up and was warmed up keeps to its share.
   *
   * @throws StackException if it does not
   */
  void require(RunningStack stack);

  @Override
  default void close() {}
}
