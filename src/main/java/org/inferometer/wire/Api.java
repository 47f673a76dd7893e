package org.inferometer.wire;

/** Which of OpenAI's generation endpoints a request goes to. */
public enum Api {
  /** {@code POST /v1/completions}: a prompt is continued. */
  COMPLETIONS("/completions"),
  /** {@code POST /v1/chat/completions}: a message is answered, through the model's template. */
  CHAT("/chat/completions");

  private final String path;

  Api(String path) {
    this.path = path;
  }

  /** The path below {@code /v1}. */
  String path() {
    return path;
  }
}
