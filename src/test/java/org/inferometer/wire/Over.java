package org.inferometer.wire;

import java.net.URI;

/** The ways there are from a client to a server. */
enum Over {
  SOCKETS(Transport.SOCKETS, false),
  SOCKETS_TLS(Transport.SOCKETS, true),
  HTTP_CLIENT(Transport.HTTP_CLIENT, false),
  HTTP_CLIENT_TLS(Transport.HTTP_CLIENT, true);

  private final Transport transport;
  private final boolean tls;

  Over(Transport transport, boolean tls) {
    this.transport = transport;
    this.tls = tls;
  }

  boolean tls() {
    return tls;
  }

  Transport transport() {
    return transport;
  }

  /** The server of {@code plain} by this way, whatever its certificate. */
  Endpoint to(Endpoint plain) {
    return new Endpoint(
        to(plain.address()),
        plain.api(),
        plain.dialect(),
        plain.model(),
        plain.key(),
        plain.headers(),
        plain.fields(),
        tls ? new Trust(null, true) : null);
  }

  /** The server at {@code plain} by this way. */
  Address to(Address plain) {
    return new Address(
        tls ? "https" : "http",
        plain.host(),
        plain.port(),
        plain.base(),
        plain.api(),
        plain.query(),
        plain.told());
  }

  Client client(URI url, String dialect) {
    return client(Wire.endpoint(url, dialect), Wire.settings());
  }

  Client client(Endpoint plain, ClientSettings settings) {
    return Client.open(to(plain), settings.with(transport));
  }
}
