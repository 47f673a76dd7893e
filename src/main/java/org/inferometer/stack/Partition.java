package org.inferometer.stack;

import java.nio.file.Path;
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
   * @param log for the output of what is started for it
   * @throws SharingException saying what cannot be had
   */
  static Partition of(Sharing sharing, List<Stack> tenants, Path log) {
    if (sharing == null) {
      return new Unpartitioned();
    }
    return switch (sharing.kind()) {
      case TIME_SLICING -> new TimeSlicing(log.toAbsolutePath().resolveSibling("no-mps"));
      case MPS ->
          MpsPartition.start(
              sharing, MpsControl.PROGRAM, GpuSharing.devices(), GpuSharing::computing, log);
      case PROCESSORS_SHARED, PROCESSORS_SPLIT -> ProcessorPartition.of(sharing, tenants);
    };
  }

  /**
   * Looks whether {@code sharing} can be set up here, without doing so.
   *
   * @throws SharingException saying what cannot be had
   */
  static void check(Sharing sharing, List<Stack> tenants) {
    if (sharing == null) {
      return;
    }
    for (Stack one : tenants) {
      if (one.launch() == null || Containers.areIn(one.launch().command())) {
        throw new SharingException(
            sharing,
            "%s is no process of this program's, but %s; allowed: a launch without"
                .formatted(one.name(), one.launch() == null ? "runs already" : "a container"));
      }
    }
    if (sharing.ofGpus()) {
      GpuSharing.check(sharing);
    } else {
      ProcessorPartition.of(sharing, tenants);
    }
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
