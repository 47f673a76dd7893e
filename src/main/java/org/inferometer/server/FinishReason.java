package org.inferometer.server;

import java.util.Locale;

/** Why a generation ended. */
public enum FinishReason {
  /** An end token, a stop string or a stop token. */
  STOP,
  /** As many tokens as asked for, or as the context holds. */
  LENGTH,
  /** Cancelled. */
  ABORT,
  /** The engine failed. */
  ERROR;

  /** The name in OpenAI's protocol and in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
