package org.inferometer.search;

import java.util.List;
import java.util.Optional;

/**
 * What a search has found.
 *
 * @param end how it ended
 * @param shown the largest load that is shown to meet all targets; NaN if none is
 * @param notShown the next one that was tried, which is not; NaN if there is none
 * @param undecided whether that one is not shown to miss a target either
 * @param boundary the load at which they are just met, where it is between loads that were tried
 * @param trail every probe, in order
 */
public record Answer(
    End end,
    double shown,
    double notShown,
    boolean undecided,
    Optional<Boundary> boundary,
    List<Probe> trail) {

  /** How a search ends. */
  public enum End {
    /** Between two loads. */
    FOUND,
    /** Even the lowest load is not shown to meet the targets. */
    NOT_EVEN,
    /** The highest load still meets them. */
    AT_LEAST,
    /** Before it was done: there was no time left. */
    OUT_OF_TIME
  }

  public Answer {
    trail = List.copyOf(trail);
  }
}
