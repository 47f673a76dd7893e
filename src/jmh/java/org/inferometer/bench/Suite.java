package org.inferometer.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.inferometer.run.Choices;
import org.inferometer.run.Progress;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Runs;
import org.inferometer.run.Session;

/** Runs whose trials are JMH's forks, told on a console. */
public final class Suite {
  private Suite() {}

  /**
   * A new run of {@code scenario} in a new folder of {@code results}.
   *
   * @throws RunRefused if it has no trial or no folder, or a stack cannot be measured
   */
  public static Session of(
      Path scenario, Map<String, String> overrides, Path results, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    return runs(out).begin(scenario, overrides, results, choices);
  }

  /**
   * What is left of an interrupted run.
   *
   * @throws RunRefused if it is no run, or a stack cannot be measured
   */
  public static Session resume(Path directory, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    return runs(out).resume(directory, choices);
  }

  /**
   * A run with {@code repeats} of each of its cells, of which it has fewer.
   *
   * @throws RunRefused as {@link #resume}, or if it cannot have so many
   */
  public static Session extend(Path directory, int repeats, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    return runs(out).extend(directory, repeats, choices);
  }

  private static Runs runs(PrintStream out) {
    return new Runs(TrialRunner::new, new Progress(out, System.console() != null));
  }
}
