package org.inferometer.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * Whose certificates an {@code https} server may show, instead of those that Java knows.
 *
 * @param ca file of the certificates (PEM) of those who may sign, or of the server's own; null
 *     where none is given
 * @param insecure whether any certificate of any name will do
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Trust(Path ca, boolean insecure) {
  /** What the JDK says of bytes that are no TLS, with more around it. */
  private static final String NO_TLS = "nrecognized SSL message";

  private static final String CURE =
      "its certificate is not trusted; give its stack tls: { ca: FILE } with the certificate (PEM) of"
          + " who signed it, or tls: { insecure: true } to trust any";

  /**
   * Reads the certificates of {@code file}.
   *
   * @throws IllegalArgumentException saying why there are none
   */
  public static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      // As if there were none.
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        file
            + " holds no certificate; allowed: PEM, which begins with -----BEGIN CERTIFICATE-----");
  }

  /**
   * How the connections of Apache HttpComponents are secured.
   *
   * @param trust null for what Java knows
   */
  public static ClientTlsStrategyBuilder tls(Trust trust) {
    ClientTlsStrategyBuilder tls =
        ClientTlsStrategyBuilder.create().useSystemProperties().setSslContext(context(trust));
    return trust != null && trust.insecure
        ? tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
            .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
        : tls;
  }

  /**
   * What the client's end of a connection trusts.
   *
   * @param trust null for what Java knows
   */
  static SSLContext context(Trust trust) {
    if (trust == null) {
      return SSLContexts.createSystemDefault();
    }
    try {
      return trust.insecure
          ? SSLContexts.custom().loadTrustMaterial(TrustAllStrategy.INSTANCE).build()
          : trust.context();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot trust " + trust.ca + ": " + e.getMessage(), e);
    }
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null);
    int number = 0;
    for (Certificate one : certificates(ca)) {
      known.setCertificateEntry(Integer.toString(number++), one);
    }
    return SSLContexts.custom().loadTrustMaterial(known, null).build();
  }

  /** Why there is no connection: where a certificate is not trusted, with the cure. */
  public static String why(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof CertificateExpiredException) {
        return "its certificate has expired ("
            + one.getMessage()
            + "); have it renewed, or give its stack tls: { insecure: true } to trust any";
      }
    }
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof CertificateException
          || one instanceof CertPathBuilderException
          || one instanceof SSLPeerUnverifiedException) {
        return one.getMessage() + ": " + CURE;
      }
      if (one instanceof SSLException && String.valueOf(one.getMessage()).contains(NO_TLS)) {
        return "the server does not speak TLS there; does its URL begin with http:// instead?";
      }
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
