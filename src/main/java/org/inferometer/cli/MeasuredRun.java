package org.inferometer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.figure.Words;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.run.RunFailed;
import org.inferometer.run.Session;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A run from its first trial to its report, which it gets however it ends.
 *
 * @param spec of the command that it is for
 * @param plots folder of figures; null for none
 */
record MeasuredRun(CommandSpec spec, Path plots) {

  /** Measures, reports, and returns the exit code. */
  int of(Session suite) throws IOException, InterruptedException {
    AtomicInteger failed = new AtomicInteger(1);
    StopSignals.handle(exitCode -> stop(suite, failed, exitCode));
    try {
      suite.measure();
      return report(suite) ? 0 : fail("requests failed; see \"failed\" above");
    } catch (RunFailed e) {
      try {
        report(suite);
      } catch (UncheckedIOException | IllegalStateException notWritten) {
        fail("no report of the part that was measured: " + Plainly.reason(notWritten));
      }
      return suite.state() == Session.State.CANCELLED ? failed.get() : fail(e.getMessage());
    }
  }

  /** What is measured now is given up, and what was before is reported. */
  private void stop(Session suite, AtomicInteger failed, int exitCode) {
    if (suite.state() != Session.State.RUNNING) {
      System.exit(exitCode);
    }
    failed.set(exitCode);
    spec.commandLine().getErr().println("ending; a second signal ends it at once");
    suite.cancel();
  }

  /**
   * Also of a run that ended early: what was measured can be seen.
   *
   * @return false if too many requests failed
   */
  private boolean report(Session suite) {
    if (Files.isDirectory(suite.directory().requests())) {
      Run run = RunArgument.read(spec, suite.directory().root(), null);
      Report.write(run, run.directory().root(), plots, Words.ENGLISH, spec.commandLine().getOut());
      // A search asks for loads that are too much.
      return run.plan().scenario().search() != null
          || run.trials().stream().noneMatch(TrialResult::fails);
    }
    return true;
  }

  private int fail(String message) {
    spec.commandLine().getErr().println("inferometer run: " + message);
    return 1;
  }
}
