package org.inferometer.server;

/** What happens to a generation, in order. */
public sealed interface GenerationEvent {
  /** Whether nothing follows. */
  boolean isLast();

  /**
   * A token was generated.
   *
   * @param id the token
   * @param text text that may be shown now; empty while it is held back
   * @param finish why this is the last token, or {@code null} if it is not
   * @param stop the stop string ({@link String}) or stop token ({@link Integer}) that ended it, or
   *     {@code null}
   */
  record Token(int id, String text, FinishReason finish, Object stop) implements GenerationEvent {
    @Override
    public boolean isLast() {
      return finish != null;
    }
  }

  /** Nothing happened: the owner has been woken, see {@link Generation#wake}. */
  record Woken() implements GenerationEvent {
    @Override
    public boolean isLast() {
      return false;
    }
  }

  /** The generation was given up: cancelled by its owner, or the server shuts down. */
  record Aborted() implements GenerationEvent {
    @Override
    public boolean isLast() {
      return true;
    }
  }

  /** The engine failed. */
  record Failed(String message) implements GenerationEvent {
    @Override
    public boolean isLast() {
      return true;
    }
  }
}
