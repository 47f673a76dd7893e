package org.inferometer.standard;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.inferometer.link.SelfSigned;

/** The server's side of TLS, with a certificate that is made when the first client asks for it. */
final class ServerTls {
  private static final Duration YEAR = Duration.ofDays(365);

  private SSLContext context;

  /** For a new connection. */
  SSLEngine engine() {
    if (context == null) {
      context = context();
    }
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  private static SSLContext context() {
    Instant now = Instant.now();
    try {
      return SelfSigned.of(now.minus(YEAR), now.plus(YEAR)).server();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made: " + e.getMessage(), e);
    }
  }
}
