package org.inferometer.run;

import org.inferometer.machine.Shell;
import org.inferometer.result.RunDirectory;

/** A run that ended early. The message is for the user; what was measured is kept. */
public final class RunFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunFailed(String message) {
    super(message);
  }

  /** One that says where what was measured is, and how to go on. */
  static RunFailed of(RunDirectory run, String message) {
    String root = Shell.argument(run.root());
    return new RunFailed(
        "%s%nwhat was measured is in %s; continue with: inferometer run --resume %s"
            .formatted(message, root, root));
  }
}
