package org.inferometer.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Reads memory and processor time of a process and all below it. */
interface TreeProbe extends AutoCloseable {

  /** Readings under the names of {@link ReadingNames}; empty when nothing of the tree runs. */
  Map<String, Double> read();

  /** The processes of the tree, as of the last reading. */
  Set<Long> pids();

  @Override
  void close();

  /** The cheapest probe for this machine. */
  static TreeProbe open(long root) {
    return Files.isReadable(Path.of("/proc/self/stat")) ? new LinuxTree(root) : new OtherTree(root);
  }
}
