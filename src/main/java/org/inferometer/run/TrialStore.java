package org.inferometer.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.scenario.Trial;

/** The trials of a run that have been measured. */
public interface TrialStore {

  /** Whether {@code trial} has been. */
  boolean has(Trial trial);

  /**
   * Puts those of {@code trials} that cannot be read out of the way, so that they count as not
   * measured: a power failure may leave a file empty or cut.
   *
   * @return their files
   */
  List<Path> dropDamaged(List<Trial> trials) throws IOException;

  /** Writes the results of those of {@code trials} that there are, for others to read. */
  void write(List<Trial> trials) throws IOException;
}
