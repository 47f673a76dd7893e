package org.inferometer.stack;

import java.util.Optional;

/** As the system has it: nothing is set up. */
record Unpartitioned() implements Partition {
  @Override
  public Share share(String tenant) {
    return Share.ANY;
  }

  @Override
  public Optional<String> told(String tenant) {
    return Optional.empty();
  }

  @Override
  public void require(RunningStack stack) {
    // Whatever it uses, it may.
  }
}
