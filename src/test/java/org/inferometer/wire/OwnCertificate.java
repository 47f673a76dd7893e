package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.inferometer.link.SelfSigned;

/**
 * A server's certificate for 127.0.0.1 that Java does not know.
 *
 * @param context of a server that has it
 * @param pem file of the certificate of who has signed it
 */
public record OwnCertificate(SSLContext context, Path pem) {
  private static final String PASSWORD = "changeit";
  private static final Duration DAY = Duration.ofDays(1);

  /** A new one that nobody else has signed, with its file in {@code folder}. */
  public static OwnCertificate in(Path folder) throws Exception {
    Instant now = Instant.now();
    SelfSigned own = SelfSigned.of(now.minus(DAY), now.plus(DAY));
    return new OwnCertificate(own.server(), Files.writeString(folder.resolve("ca.pem"), own.pem()));
  }

  /** One that was valid yesterday. */
  static OwnCertificate expired(Path folder) throws Exception {
    Path store = folder.resolve("expired.p12");
    keytool(store, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc=ca:true");
    keytool(
        store,
        "-alias",
        "server",
        "-signer",
        "ca",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-startdate",
        "-2d",
        "-validity",
        "1");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] signer = keys.getCertificate("ca").getEncoded();
    keys.deleteEntry("ca");
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(signer));
    return new OwnCertificate(context, Files.writeString(folder.resolve("signer.pem"), pem));
  }

  private static void keytool(Path store, String... wanted) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
    command.addAll(List.of(wanted));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
