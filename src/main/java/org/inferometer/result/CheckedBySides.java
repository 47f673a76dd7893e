package org.inferometer.result;

import org.inferometer.telemetry.ServerReading;

/** What both a server and its client tell, so that one can be held against the other. */
public enum CheckedBySides {
  /** From the request to the first token. */
  TTFT("TTFT", ServerReading.TTFT_SECONDS, ServerReading.TTFT_COUNT),
  /** From one token to the next. */
  ITL("ITL", ServerReading.ITL_SECONDS, ServerReading.ITL_COUNT),
  /** From the request to its end. */
  LATENCY("Total latency", ServerReading.LATENCY_SECONDS, ServerReading.LATENCY_COUNT),
  PROMPT_TOKENS("Prompt tokens", ServerReading.PROMPT_TOKENS, null),
  OUTPUT_TOKENS("Output tokens", ServerReading.OUTPUT_TOKENS, null);

  private final String label;
  private final ServerReading total;
  private final ServerReading count;

  CheckedBySides(String label, ServerReading total, ServerReading count) {
    this.label = label;
    this.total = total;
    this.count = count;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Whether it is a time, told as a mean, and no number of tokens, told as their sum. */
  public boolean isTime() {
    return count != null;
  }

  ServerReading total() {
    return total;
  }

  ServerReading count() {
    return count;
  }
}
