package org.inferometer.result;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a trial may be believed. A trial without reasons is valid, any other suspect: drawn
 * hollow, and marked in every table.
 *
 * @param reasons what was found, and the limits
 */
public record Validity(List<Reason> reasons) {
  public Validity {
    reasons = List.copyOf(reasons);
  }

  public boolean isValid() {
    return reasons.isEmpty();
  }

  /** All reasons in one sentence; empty for a valid trial. */
  public String text() {
    return reasons.stream().map(Reason::sentence).collect(Collectors.joining("; "));
  }

  /** {@code valid} or {@code suspect}. */
  public String verdict() {
    return isValid() ? "valid" : "suspect";
  }
}
