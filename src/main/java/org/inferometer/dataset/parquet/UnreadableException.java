package org.inferometer.dataset.parquet;

/** What this reader does not understand, in words for whoever has the file. */
final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableException(String message) {
    super(message);
  }

  static void unless(boolean fine, String otherwise) {
    if (!fine) {
      throw new UnreadableException(otherwise);
    }
  }
}
