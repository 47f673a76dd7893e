package org.inferometer.dataset.hub;

/** What a server of data sets did not give. The message says what to do next. */
public final class HubException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HubException(String message) {
    super(message);
  }
}
