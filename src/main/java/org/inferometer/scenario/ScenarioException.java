package org.inferometer.scenario;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario that cannot be run. The message is for its author and lists all problems at once. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Problems that anybody reads at once. */
  private static final int SHOWN = 100;

  ScenarioException(Path file, List<Problem> problems) {
    super(message(file, problems));
  }

  ScenarioException(Path file, String message) {
    super(file + ": " + message);
  }

  private static String message(Path file, List<Problem> problems) {
    Comparator<Problem> byPlace =
        Comparator.comparing(
            Problem::place,
            Comparator.nullsFirst(
                Comparator.comparingInt(Problem.Place::line)
                    .thenComparingInt(Problem.Place::column)));
    return problems.stream()
        .sorted(byPlace)
        .limit(SHOWN)
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "",
                file
                    + (problems.size() == 1 ? ": 1 problem" : ": " + problems.size() + " problems"),
                problems.size() > SHOWN
                    ? "\n  and %d more".formatted(problems.size() - SHOWN)
                    : ""));
  }
}
