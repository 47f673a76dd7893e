package org.inferometer.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks a server about itself ({@code /health}, {@code /v1/models}, {@code /metrics}), outside of
 * any measurement. No retries, no redirects.
 */
public final class ControlClient implements AutoCloseable {
  private static final int LARGEST_BODY = 16 << 20;

  private final CloseableHttpClient http;

  private ControlClient(CloseableHttpClient http) {
    this.http = http;
  }

  /**
   * An answer to a question.
   *
   * @param body its text, at most 16 MiB of it
   */
  public record Answer(int status, String body) {}

  /** A client that gives up a question after {@code timeout}, for connecting and for each read. */
  public static ControlClient open(Duration timeout) {
    ConnectionConfig connection =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(timeout))
            .setSocketTimeout(Timeout.of(timeout))
            .build();
    return new ControlClient(
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(connection)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(timeout))
                    .setConnectionRequestTimeout(Timeout.of(timeout))
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .setUserAgent("inferometer")
            .build());
  }

  /**
   * GETs {@code url}.
   *
   * @param bearer secret for the {@code Authorization} header, or null
   * @throws UncheckedIOException naming the URL when there is no answer
   */
  public Answer get(URI url, String bearer) {
    HttpGet request = new HttpGet(url);
    if (bearer != null) {
      request.setHeader("Authorization", "Bearer " + bearer);
    }
    try {
      return http.execute(
          request, response -> new Answer(response.getCode(), text(response.getEntity())));
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + url + ": " + e.getMessage(), e);
    }
  }

  private static String text(HttpEntity entity) throws IOException {
    if (entity == null) {
      return "";
    }
    return new String(entity.getContent().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the control client", e);
    }
  }
}
