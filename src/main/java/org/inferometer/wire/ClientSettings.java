package org.inferometer.wire;

/**
 * How a client works.
 *
 * @param connections requests expected to be in flight at once: sizes buffers and pools; a request
 *     beyond it is never queued, it opens a connection
 * @param deadlines how long each phase may take
 * @param maxResponseBytes memory that an answer may take, its bytes and 12 for the stamp of each
 *     read; a longer one is {@code malformed}
 * @param transport what carries the requests
 * @param keepsTexts whether the texts of answers are kept, see {@link Exchange#text}
 */
public record ClientSettings(
    int connections,
    Deadlines deadlines,
    long maxResponseBytes,
    Transport transport,
    boolean keepsTexts) {

  public ClientSettings {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1, found " + connections);
    }
    if (maxResponseBytes < 1024 || maxResponseBytes > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "maxResponseBytes must be between 1024 and 1073741823, found " + maxResponseBytes);
    }
  }

  /** For {@code connections} at once: default deadlines, 64 MiB answers, sockets of our own. */
  public static ClientSettings forConnections(int connections) {
    return new ClientSettings(
        connections, Deadlines.defaults(), 64L << 20, Transport.SOCKETS, false);
  }

  /** The same with other deadlines. */
  public ClientSettings with(Deadlines other) {
    return new ClientSettings(connections, other, maxResponseBytes, transport, keepsTexts);
  }

  /** The same over another transport. */
  public ClientSettings with(Transport other) {
    return new ClientSettings(connections, deadlines, maxResponseBytes, other, keepsTexts);
  }

  /** The same, and answers' texts are kept. */
  public ClientSettings keepingTexts() {
    return new ClientSettings(connections, deadlines, maxResponseBytes, transport, true);
  }
}
