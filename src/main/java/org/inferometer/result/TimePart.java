package org.inferometer.result;

/** Where the time of a request went, in its order as far as there is one. */
public enum TimePart {
  /** From when it should have started to when it did. */
  DELAY("client's delay"),
  /** Network, the server's front end and the client's reading: what the server does not see. */
  OUTSIDE("outside the server"),
  QUEUE("queue"),
  PREFILL("prefill"),
  DECODE("decode"),
  /** Of servers that do not tell prefill and decode apart. */
  COMPUTE("prefill and decode"),
  /** Within a server that tells no more of it. */
  REST("server, not told"),
  /** To the first token, by the client alone. */
  FIRST("to the first token"),
  /** From there to the end, by the client alone. */
  AFTER("after the first token"),
  /** The whole answer in one piece, by the client alone. */
  ANSWER("whole answer"),
  /** Of servers that do not tell how long requests are with them: within or outside. */
  UNTOLD("not told");

  private final String label;

  TimePart(String label) {
    this.label = label;
  }

  /** Its name in figures and tables, in English. */
  public String label() {
    return label;
  }
}
