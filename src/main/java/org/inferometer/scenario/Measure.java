package org.inferometer.scenario;

/** What one operation of a trial is. */
public enum Measure {
  /** From the prompt to the first generated token. */
  FIRST_TOKEN,
  /** From the prompt to the end of the answer. */
  COMPLETE;

  /** The name used in trials and files: {@code first-token} or {@code complete}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
