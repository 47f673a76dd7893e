package org.inferometer.result;

import java.util.List;

/**
 * Whether a trial may be believed. A trial without reasons is valid, any other suspect: drawn
 * hollow, and marked in every table.
 *
 * @param reasons short sentences with what was found and the limit
 */
public record Validity(List<String> reasons) {
  public Validity {
    reasons = List.copyOf(reasons);
  }

  public boolean isValid() {
    return reasons.isEmpty();
  }

  /** {@code valid} or {@code suspect}. */
  public String verdict() {
    return isValid() ? "valid" : "suspect";
  }
}
