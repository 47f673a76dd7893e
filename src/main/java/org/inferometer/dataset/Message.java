package org.inferometer.dataset;

/**
 * One message of a conversation, as chat APIs have them.
 *
 * @param role {@link #SYSTEM}, {@link #USER}, {@link #ASSISTANT} or {@code developer}
 */
public record Message(String role, String content) {
  static final String SYSTEM = "system";
  static final String USER = "user";
  static final String ASSISTANT = "assistant";

  /** Whether it is nobody's in the conversation, but says how it is to be held. */
  public boolean instructs() {
    return !isQuestion() && !isAnswer();
  }

  boolean isAnswer() {
    return role.equals(ASSISTANT);
  }

  boolean isQuestion() {
    return role.equals(USER);
  }
}
