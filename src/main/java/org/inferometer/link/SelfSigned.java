package org.inferometer.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and a certificate (RFC 5280) of it that nobody else has signed, for a server on this
 * machine that is to speak TLS.
 */
public final class SelfSigned {
  private static final byte[] COMMON_NAME = {0x55, 4, 3};
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x55, 0x1d, 0x11};
  private static final byte[] ECDSA_WITH_SHA_256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final int SEQUENCE = 0x30;
  private static final int OID = 6;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final KeyPair keys;
  private final X509Certificate certificate;

  private SelfSigned(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * A new one for 127.0.0.1.
   *
   * @param from when it begins to be valid
   * @param until when it ends
   */
  public static SelfSigned of(Instant from, Instant until) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] name =
        der(
            SEQUENCE,
            der(
                0x31,
                der(
                    SEQUENCE,
                    der(OID, COMMON_NAME),
                    der(0x0c, "127.0.0.1".getBytes(StandardCharsets.US_ASCII)))));
    byte[] algorithm = der(SEQUENCE, der(OID, ECDSA_WITH_SHA_256));
    byte[] names = der(SEQUENCE, der(0x87, new byte[] {127, 0, 0, 1}));
    byte[] told =
        der(
            SEQUENCE,
            der(0xa0, der(2, new byte[] {2})),
            der(2, BigInteger.valueOf(from.toEpochMilli()).toByteArray()),
            algorithm,
            name,
            der(SEQUENCE, time(from), time(until)),
            name,
            keys.getPublic().getEncoded(),
            der(
                0xa3,
                der(SEQUENCE, der(SEQUENCE, der(OID, SUBJECT_ALTERNATIVE_NAME), der(4, names)))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(told);
    byte[] whole = der(SEQUENCE, told, algorithm, der(3, new byte[1], signature.sign()));
    return new SelfSigned(
        keys,
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(whole)));
  }

  private static byte[] time(Instant when) {
    return der(0x18, TIME.format(when).getBytes(StandardCharsets.US_ASCII));
  }

  /** One value in DER: its tag, its length, and {@code parts} one behind the other. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (length > 127) {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0;
      value.write(0x80 | digits.length - from);
      value.write(digits, from, digits.length - from);
    } else {
      value.write(length);
    }
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  /** What a server with it needs. */
  public SSLContext server() throws GeneralSecurityException {
    char[] password = {};
    try {
      // Of a store that is kept nowhere: PKCS12 would derive its key in thousands of rounds.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, password);
      store.setKeyEntry("server", keys.getPrivate(), password, new X509Certificate[] {certificate});
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new GeneralSecurityException("a key store in memory cannot be made", e);
    }
  }

  /** The certificate as text, for whoever is to trust it. */
  public String pem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
  }
}
