package org.inferometer.standard;

/** Decides what happens after a request has arrived. Called on the server's only thread. */
@FunctionalInterface
public interface Responder {

  /**
   * The script for one request.
   *
   * @throws IllegalArgumentException when the request asks for something impossible; the server
   *     then answers with status 400 and the message
   */
  Script answer(Question question);

  /** How many requests are served at once. */
  default Capacity capacity() {
    return Capacity.UNLIMITED;
  }

  /** How long the server polls instead of sleeping, before and after it has something to do. */
  default long awakeNanos() {
    return 50_000_000;
  }

  /** How long a request's body is left alone between two reads, in nanoseconds; 0 not at all. */
  default long readPauseNanos() {
    return 0;
  }
}
