package org.inferometer.wire;

/**
 * How requests reach a server.
 *
 * @param transport what carries them
 * @param tls whether with TLS, as for https
 */
public record Way(Transport transport, boolean tls) {
  /** The usual one. */
  public static final Way SOCKETS = new Way(Transport.SOCKETS, false);

  /** In words, as in {@code calibration.json}: {@code sockets}, {@code http-client over TLS}. */
  public String label() {
    return transport.label() + (tls ? " over TLS" : "");
  }
}
