package org.inferometer.wire;

/** What cuts a stream into documents. */
enum Frames {
  /** Server-sent events. */
  EVENTS("text/event-stream") {
    @Override
    Splitter splitter(Documents documents) {
      return new EventSplitter(documents);
    }
  },
  /** A document a line, as in JSON Lines. */
  LINES("application/x-ndjson") {
    @Override
    Splitter splitter(Documents documents) {
      return new JsonLines(documents);
    }
  };

  private final String type;

  Frames(String type) {
    this.type = type;
  }

  /** Takes pieces of a stream; where it is cut does not matter. */
  interface Splitter {
    /** Takes the next piece, {@code source[from, to)}. */
    void feed(byte[] source, int from, int to);

    /** Takes the end of the stream, before which a document may have begun. */
    default void end() {}
  }

  /** Takes documents; {@code data} is valid during the call only. */
  interface Documents {
    /**
     * @param name of the event; null where it has none
     */
    void document(String name, byte[] data, int length);
  }

  /** Its media type. */
  String type() {
    return type;
  }

  abstract Splitter splitter(Documents documents);
}
