package org.inferometer.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sessions of processes, as in setsid(1). */
final class Session {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Session() {}

  /**
   * {@code command} in a session of its own, which neither Ctrl-C nor a signal to our process group
   * reaches; where there is no setsid, in ours.
   */
  static List<String> own(List<String> command) {
    List<String> line = new ArrayList<>(command);
    if (Files.isExecutable(SETSID)) {
      line.add(0, SETSID.toString());
    }
    return line;
  }
}
