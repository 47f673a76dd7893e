package org.inferometer.wire;

import java.io.IOException;

/**
 * Reads the texts of a stream that either go on from one to the next, or each repeat all that came
 * before. That a text begins with the one before it, and is longer, happens to tokens, too (a line
 * feed, then two): what was taken for a repetition is undone where a later text is none, unless
 * there were several.
 */
final class Repetition {
  /** By so many, each longer than the one before, it is certain. */
  private static final int CERTAIN = 3;

  private final StringBuilder before = new StringBuilder();
  private final StringBuilder joined = new StringBuilder();
  private boolean possible = true;
  private int grown;

  /** Whether the texts repeat what came before, as far as can be told by now. */
  boolean found() {
    return possible && grown > 0;
  }

  /** The present value is the text of the next event, if any. */
  void read(JsonCursor json, Chunk chunk) throws IOException {
    if (!possible || !json.filled()) {
      chunk.readText(json);
    } else if (json.beginsWith(before)) {
      again(json, chunk);
    } else {
      possible = false;
      if (chunk.text != null && grown > 0 && grown < CERTAIN) {
        chunk.text.setLength(0);
        chunk.text.append(joined);
      }
      chunk.readText(json);
    }
  }

  private void again(JsonCursor json, Chunk chunk) throws IOException {
    boolean longer = json.textLength() > before.length();
    grown += longer && before.length() > 0 ? 1 : 0;
    if (chunk.text != null && grown < CERTAIN) {
      json.substance(joined);
    }
    if (longer || grown == 0) {
      if (chunk.text != null && grown > 0) {
        chunk.text.setLength(0);
      }
      chunk.readText(json);
    }
    before.setLength(0);
    json.substance(before);
  }
}
