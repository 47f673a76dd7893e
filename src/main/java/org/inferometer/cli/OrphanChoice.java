package org.inferometer.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inferometer.stack.Orphans;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What becomes of servers that a run has left which was killed together with their guards. */
final class OrphanChoice {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--end-orphans", description = "End servers that a killed run has left here.")
  private boolean end;

  @Option(
      names = "--keep-orphans",
      description = {
        "Leave them, and measure beside them. With neither you are asked; where nobody can answer,",
        "the run does not start."
      })
  private boolean keep;

  /**
   * Before anything else is done.
   *
   * @throws ParameterException if both are wanted
   */
  void requireOne() {
    Effect.require(spec, !keep, "with --keep-orphans; give one of them", "--end-orphans");
  }

  /** Looks for them, and ends them if that is wanted; returns whether the run may start. */
  boolean settled(PrintWriter err) throws InterruptedException {
    List<Orphans> found = Orphans.find();
    if (found.isEmpty()) {
      return true;
    }
    err.println("servers of a run that was killed are still here, and would be measured along:");
    found.forEach(one -> err.println("  " + one));
    err.flush();
    if (end || !keep && wanted(System.console())) {
      List<String> left = found.stream().flatMap(one -> one.end().stream()).toList();
      err.println(
          left.isEmpty()
              ? "ended"
              : "not even SIGKILL ends process %s, which is measured along"
                  .formatted(String.join(", ", left)));
      return true;
    }
    if (!keep) {
      err.println(
          "end them with --end-orphans, or with: kill "
              + found.stream()
                  .flatMap(one -> one.pids().stream())
                  .map(Object::toString)
                  .collect(Collectors.joining(" "))
              + "; --keep-orphans measures beside them");
    }
    return keep;
  }

  private static boolean wanted(Console console) {
    String answer = console == null ? null : console.readLine("End them? [Y/n] ");
    return answer != null && !answer.strip().toLowerCase(Locale.ROOT).startsWith("n");
  }
}
