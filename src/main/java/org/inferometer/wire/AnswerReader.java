package org.inferometer.wire;

import java.io.IOException;

/** Reads the documents of answers in one protocol, one after the other. */
abstract class AnswerReader implements AutoCloseable {
  private final JsonCursor json = new JsonCursor();

  /**
   * Reads an event of a stream, {@code data[0, length)}.
   *
   * @param name of the event; null where it has none
   * @param chunk is filled with what it says
   * @throws IOException when it is not one JSON object in UTF-8
   */
  final void event(String name, byte[] data, int length, Chunk chunk) throws IOException {
    read(name, false, data, length, chunk);
  }

  /** Reads an answer that came in one piece, as {@link #event} does. */
  final void whole(byte[] data, int length, Chunk chunk) throws IOException {
    read(null, true, data, length, chunk);
  }

  private void read(String name, boolean whole, byte[] data, int length, Chunk chunk)
      throws IOException {
    chunk.clear();
    boolean usable = false;
    try {
      json.begin(data, length);
      if (whole) {
        whole(json, chunk);
      } else {
        event(name, json, chunk);
      }
      json.end();
      usable = true;
    } finally {
      if (!usable) {
        close();
      }
    }
  }

  /** Reads all members of an event; {@code json} stands at its beginning. */
  abstract void event(String name, JsonCursor json, Chunk chunk) throws IOException;

  /** Reads all members of a whole answer; {@code json} stands at its beginning. */
  abstract void whole(JsonCursor json, Chunk chunk) throws IOException;

  /** Gives the buffers back; another document may follow all the same. */
  @Override
  public final void close() {
    json.close();
  }
}
