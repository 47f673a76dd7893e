package org.inferometer.wire;

import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;

/**
 * Sends requests to one endpoint and keeps what comes back. Nothing is ever repeated, redirected,
 * compressed or queued: what is started is sent at once. Safe for any number of threads.
 *
 * <p>A connection is kept for the next request where the server allows it. One that the server has
 * closed meanwhile is replaced before anything is sent, and the record tells the time of opening
 * another. One that it closes at the very moment of sending makes the request a {@code reset}
 * before the head, lost before the answer: it may have been read, so that sending it again could
 * make it count twice. Where the server closes right after its answers, no more connections are
 * kept, so that this happens to the first requests only.
 */
public final class Client implements AutoCloseable {
  private final RequestEncoder encoder;
  private final Connector connector;

  private Client(Endpoint endpoint, ClientSettings settings, Connector connector) {
    this.encoder = new RequestEncoder(endpoint, settings.keepsTexts());
    this.connector = connector;
  }

  /**
   * A client for {@code endpoint}; nothing is connected yet.
   *
   * @throws java.io.UncheckedIOException when the host is unknown
   */
  public static Client open(Endpoint endpoint, ClientSettings settings) {
    Connector connector =
        switch (settings.transport()) {
          case SOCKETS -> new SocketConnector(endpoint, settings);
          case HTTP_CLIENT ->
              new ComponentsConnector(endpoint, settings, Trust.tls(endpoint.trust()));
        };
    return new Client(endpoint, settings, connector);
  }

  /**
   * Opens connections until {@code connections} are idle, and keeps them, so that no request has to
   * wait for one.
   *
   * @return how many are idle now
   * @throws java.io.UncheckedIOException naming the URL when nobody listens there
   */
  public int connect(int connections) {
    return connector.connect(connections);
  }

  /**
   * Gets the memory for {@code answers} at once to requests like {@code like}, and for as many that
   * are still to be decoded, so that it is there before the clock runs.
   */
  public void reserve(int answers, Outgoing like) {
    connector.reserve(answers, like);
  }

  /**
   * Encodes a request; nothing is sent.
   *
   * @param requestId sent as {@code X-Request-Id}, printable ASCII, unique within a run
   */
  public Outgoing prepare(Prompt prompt, Generation generation, Mode mode, String requestId) {
    return encoder.encode(prompt, generation, mode, requestId);
  }

  /**
   * Writes a request on the calling thread and returns; what goes wrong on the way is the
   * exchange's outcome, not an exception.
   *
   * @param scheduledNanos when the load model wanted it to start
   * @throws IllegalStateException when the client is closed
   */
  public Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos) {
    return connector.start(outgoing, labels, scheduledNanos);
  }

  /** A request that its load did not get to start: it has ended, as {@code incomplete}. */
  public Exchange unstarted(Outgoing outgoing, Labels labels, long scheduledNanos) {
    return new UnstartedExchange(outgoing, labels, scheduledNanos, inFlight());
  }

  /** Exchanges that have started and not ended. */
  public int inFlight() {
    return connector.inFlight();
  }

  /** Ends what is in flight as {@code incomplete} and closes every connection. */
  @Override
  public void close() {
    connector.close();
  }
}
