package org.inferometer.wire;

/** The two kinds of question there are. */
public enum Api {
  /** A text is continued. */
  COMPLETIONS,
  /** A message is answered, through the model's template. */
  CHAT
}
