package org.inferometer.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.Address;
import org.inferometer.wire.Trust;

/** Asks a stack about itself, outside of every measurement. */
final class ControlClient implements AutoCloseable {
  private static final int LONGEST_BODY = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CloseableHttpClient http;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ControlClient::daemon);
  private final Address address;
  private final Supplier<Map<String, String>> headers;
  private final Duration patience;

  /**
   * What came back.
   *
   * @param server the {@code Server} header, or null
   */
  record Answer(int status, String server, String body) {}

  /** Asks {@code stack} where it listens, with the key and headers that its requests have. */
  ControlClient(Stack stack, URI url) {
    this(stack, url, PATIENCE);
  }

  ControlClient(Stack stack, URI url, Duration patience) {
    this(stack.address(url), stack::headers, stack.tls(), patience);
  }

  /**
   * Asks for one page of {@code stack}, which may be at another port: a key goes to no other host.
   *
   * @param url where it listens
   * @param page its address, which is where {@link #get} begins
   */
  static ControlClient of(Stack stack, URI url, URI page, Duration patience) {
    Address address = Address.of(page.toString());
    boolean its = machine(Address.of(url.toString())).equals(machine(address));
    return new ControlClient(
        address, () -> its ? stack.headers() : Map.of(), stack.tls(), patience);
  }

  private static String machine(Address address) {
    return address.host().equals("localhost") ? "127.0.0.1" : address.host();
  }

  /**
   * @param headers gives those of a request, which are never printed
   * @param trust whose certificates are taken; null for what Java knows
   * @param patience how long a request may take, from connecting to the last byte of its answer
   */
  ControlClient(
      Address address, Supplier<Map<String, String>> headers, Trust trust, Duration patience) {
    this.address = address;
    this.headers = headers;
    this.patience = patience;
    this.http =
        HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(Trust.tls(trust).buildClassic())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(Timeout.ofSeconds(5)).build())
                    .build())
            .build();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "inferometer-control");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Gets {@code path} of the server, outside of its API; every HTTP status is an answer.
   *
   * @throws IOException also when the answer is not complete in time, or longer than 4 MiB
   */
  Answer get(String path) throws IOException {
    return send(new HttpGet(URI.create(address + address.base() + path)));
  }

  /** Posts nothing to {@code path} of the server, as {@link #get} does. */
  Answer post(String path) throws IOException {
    return send(new HttpPost(URI.create(address + address.base() + path)));
  }

  /** Gets one of the API's routes, see {@link Address#route}, as {@link #get} does. */
  Answer api(String route) throws IOException {
    return send(new HttpGet(URI.create(address + path(route))));
  }

  /** Where one of the API's routes is. */
  String path(String route) {
    return address.route(route);
  }

  private Answer send(HttpUriRequestBase request) throws IOException {
    String path = request.getPath();
    headers.get().forEach(request::setHeader);
    // Socket timeouts would not do: each byte that trickles in begins them anew.
    Future<?> end = clock.schedule(request::cancel, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return http.execute(request, response -> answer(path, response));
    } catch (IOException e) {
      if (request.isCancelled()) {
        throw new IOException(path + " was not answered within " + patience.toMillis() + " ms", e);
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  private static Answer answer(String path, ClassicHttpResponse response) throws IOException {
    Header server = response.getFirstHeader(HttpHeaders.SERVER);
    HttpEntity entity = response.getEntity();
    String body = entity == null ? "" : body(path, entity);
    return new Answer(response.getCode(), server == null ? null : server.getValue(), body);
  }

  private static String body(String path, HttpEntity entity) throws IOException {
    InputStream in = entity.getContent();
    if (in != null && "gzip".equalsIgnoreCase(entity.getContentEncoding())) {
      in = new GZIPInputStream(in);
    }
    byte[] bytes = in == null ? new byte[0] : in.readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw new IOException(path + " was answered with more than " + LONGEST_BODY + " bytes");
    }
    ContentType type = ContentType.parseLenient(entity.getContentType());
    Charset charset = type == null ? null : type.getCharset();
    return new String(bytes, charset == null ? StandardCharsets.UTF_8 : charset);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }
}
