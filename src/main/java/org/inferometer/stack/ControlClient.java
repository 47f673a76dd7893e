package org.inferometer.stack;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.inferometer.scenario.ApiKey;

/** Asks a stack about itself, outside of every measurement. */
final class ControlClient implements AutoCloseable {
  private static final int LONGEST_BODY = 1 << 20;

  private final CloseableHttpClient http;
  private final URI url;
  private final ApiKey key;

  /**
   * What came back.
   *
   * @param server the {@code Server} header, or null
   */
  record Answer(int status, String server, String body) {}

  ControlClient(URI url, ApiKey key) {
    this.url = url;
    this.key = key;
    this.http =
        HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(Timeout.ofSeconds(5)).build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(10, TimeUnit.SECONDS).build())
            .build();
  }

  /** Gets {@code path}; every HTTP status is an answer. */
  Answer get(String path) throws IOException {
    HttpGet request = new HttpGet(URI.create(url + path));
    if (key != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key.read());
    }
    return http.execute(
        request,
        response -> {
          Header server = response.getFirstHeader(HttpHeaders.SERVER);
          String body =
              response.getEntity() == null
                  ? ""
                  : EntityUtils.toString(response.getEntity(), LONGEST_BODY);
          return new Answer(response.getCode(), server == null ? null : server.getValue(), body);
        });
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      // Nothing is lost with a connection that nobody will use again.
    }
  }
}
