package org.inferometer.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * GPUs by turns, as their driver has it without MPS.
 *
 * @param nowhere a folder that does not exist, so that no daemon of MPS is found in it
 */
record TimeSlicing(Path nowhere) implements Partition {
  @Override
  public Share share(String tenant) {
    return new Share(null, Map.of(MpsControl.FOLDER, nowhere.toString()));
  }

  @Override
  public Optional<String> told(String tenant) {
    return Optional.empty();
  }

  @Override
  public void require(RunningStack stack) {
    // A process cannot compute by a daemon that it does not find.
  }
}
