package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTlsTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.example.org/v1, api.example.org",
    "https://gateway:8443, gateway",
    "https://model_server, ",
    "https://127.0.0.1, ",
    "https://[::1]:8000, "
  })
  void tellsTheServerItsNameWhereItHasOne(URI url, String name) {
    SSLParameters wanted = new ClientTls(Wire.endpoint(url, "vllm")).engine().getSSLParameters();

    assertThat(wanted.getApplicationProtocols()).containsExactly("http/1.1");
    assertThat(wanted.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    if (name == null) {
      assertThat(wanted.getServerNames()).isNullOrEmpty();
    } else {
      assertThat(wanted.getServerNames()).containsExactly(new SNIHostName(name));
    }
  }

  @Test
  void asksForNoNameOfWhoMayBeAnybody() {
    Endpoint anybody = Wire.endpoint(URI.create("https://127.0.0.1"), "vllm").trustingAny();

    assertThat(new ClientTls(anybody).engine().getSSLParameters())
        .extracting(SSLParameters::getEndpointIdentificationAlgorithm)
        .isNull();
  }
}
