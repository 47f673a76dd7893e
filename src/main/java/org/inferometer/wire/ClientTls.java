package org.inferometer.wire;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The client's side of TLS with one server: its certificate and name are checked unless it is not
 * to be, HTTP/1.1 is agreed on, and sessions are resumed as the JDK does.
 */
final class ClientTls {
  private final SSLContext context;
  private final Address server;
  private final boolean insecure;

  ClientTls(Endpoint endpoint) {
    context = Trust.context(endpoint.trust());
    server = endpoint.address();
    insecure = endpoint.trust() != null && endpoint.trust().insecure();
  }

  /** For a new connection. */
  SSLEngine engine() {
    String host = server.host().replaceAll("[\\[\\]]", "");
    SSLEngine engine = context.createSSLEngine(host, server.effectivePort());
    engine.setUseClientMode(true);
    SSLParameters wanted = engine.getSSLParameters();
    wanted.setApplicationProtocols(new String[] {"http/1.1"});
    if (!insecure) {
      wanted.setEndpointIdentificationAlgorithm("HTTPS");
    }
    name(host).ifPresent(name -> wanted.setServerNames(List.of(name)));
    engine.setSSLParameters(wanted);
    return engine;
  }

  /** What the server is told of its name: not an address, nor what is none (RFC 6066, 3). */
  private static Optional<SNIServerName> name(String host) {
    if (host.contains(":") || host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
