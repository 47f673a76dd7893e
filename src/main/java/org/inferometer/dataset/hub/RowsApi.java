package org.inferometer.dataset.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** The rows API of Hugging Face's dataset viewer: one request at a time, patient when refused. */
public final class RowsApi implements AutoCloseable {
  /** Where Hugging Face has it. */
  public static final String URL = "https://datasets-server.huggingface.co";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_BODY = 64 << 20;
  private static final int MOST_TRIES = 7;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final CloseableHttpClient http;
  private final URI url;
  private final String token;
  private final Consumer<String> tell;
  private final Pause pause;
  private final InstantSource clock;

  /** How time passes until the next try. */
  interface Pause {
    void await(Duration time) throws InterruptedException;
  }

  private record Reply(int status, String error, String revision, String retryAfter, String body) {}

  /**
   * @param url where the API is, without {@code /rows}
   * @param token sent to it, and never told; null for none
   * @param tell is told why it is waited
   */
  public RowsApi(URI url, String token, Consumer<String> tell) {
    this(url, token, tell, time -> Thread.sleep(time.toMillis()), InstantSource.system());
  }

  RowsApi(URI url, String token, Consumer<String> tell, Pause pause, InstantSource clock) {
    this.url = url;
    this.token = token;
    this.tell = tell;
    this.pause = pause;
    this.clock = clock;
    this.http =
        HttpClients.custom()
            .useSystemProperties()
            .setUserAgent("inferometer")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(10))
                            .setSocketTimeout(Timeout.ofSeconds(60))
                            .build())
                    .build())
            .build();
  }

  URI url() {
    return url;
  }

  /**
   * The rows of {@code table} from {@code offset} on.
   *
   * @throws HubException when the server refuses, or goes on being busy
   */
  Page page(Table table, int offset) {
    URI rows =
        URI.create(url + "/rows" + table.query() + "&offset=" + offset + "&length=" + Page.SIZE);
    for (int attempt = 1; ; attempt++) {
      Duration wait = Duration.ofSeconds(1L << Math.min(attempt, 6));
      String why;
      try {
        Reply reply = ask(rows);
        if (reply.status() == 200) {
          return page(rows, offset, reply);
        }
        why = "status " + reply.status() + reply.error();
        if (reply.status() != 429 && reply.status() < 500) {
          throw new HubException(rows + ": " + why + next(table, reply.status()));
        }
        wait = reply.retryAfter() == null ? wait : retryAfter(reply.retryAfter(), wait);
      } catch (UnknownHostException | ConnectException | SSLHandshakeException e) {
        throw new HubException(
            "%s: %s; is there a network here, or a proxy (java -Dhttps.proxyHost=HOST"
                    .formatted(rows, reason(e))
                + " -Dhttps.proxyPort=PORT -jar ...), or a mirror for --url?");
      } catch (IOException e) {
        why = reason(e);
      }
      if (attempt == MOST_TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
        throw new HubException(
            "%s: %s, after %d tries; give the same command later (in %d s or more), it goes on"
                    .formatted(rows, why, attempt, wait.toSeconds())
                + " from here");
      }
      tell.accept("%s; next try in %d s".formatted(why, wait.toSeconds()));
      await(wait);
    }
  }

  private Reply ask(URI rows) throws IOException {
    HttpGet request = new HttpGet(rows);
    if (token != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    return http.execute(request, this::reply);
  }

  private Reply reply(ClassicHttpResponse response) throws IOException {
    InputStream in = response.getEntity() == null ? null : response.getEntity().getContent();
    byte[] bytes = in == null ? new byte[0] : in.readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
    }
    String body = new String(bytes, StandardCharsets.UTF_8);
    String error = response.getCode() == 200 ? "" : error(header(response, "X-Error-Code"), body);
    return new Reply(
        response.getCode(),
        error,
        header(response, "X-Revision"),
        header(response, HttpHeaders.RETRY_AFTER),
        body);
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** What the server says of its refusal. */
  private String error(String code, String body) {
    String words;
    try {
      words = JSON.readTree(body).path("error").asText();
    } catch (JsonProcessingException e) {
      words = "";
    }
    return shown((code == null ? "" : " (" + code + ")") + (words.isEmpty() ? "" : ": " + words));
  }

  private String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : shown(message);
  }

  private String shown(String text) {
    String safe = token == null ? text : text.replace(token, "...");
    String line = safe.replaceAll("[\\p{Cntrl}]+", " ");
    return line.length() > 300 ? line.substring(0, 300) + "..." : line;
  }

  private String next(Table table, int status) {
    if (status == 401 || status == 403) {
      return token == null
          ? "; if it wants a token, set HF_TOKEN or give --token-file"
          : "; is the token valid, and were the terms of https://huggingface.co/datasets/%s accepted?"
              .formatted(table.dataset());
    } else if (status == 404) {
      return "; this server has no %s: is %s a rows API, and has it this data set?"
          .formatted(table, url);
    }
    return status < 400 ? "; give the address it redirects to with --url" : "";
  }

  private Page page(URI rows, int offset, Reply reply) {
    try {
      JsonNode answer = JSON.readTree(reply.body());
      Page page = new Page(url.toString(), reply.revision(), answer);
      if (!page.isWhole(offset)) {
        throw new HubException(
            rows + ": the answer is not the rows from " + offset + " on; is this a rows API?");
      }
      return page;
    } catch (JsonProcessingException e) {
      throw new HubException(rows + ": the answer is no JSON; is this a rows API?");
    }
  }

  /** Seconds, or a date. */
  private Duration retryAfter(String header, Duration otherwise) {
    if (header.strip().matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header.strip()));
    }
    try {
      Instant then =
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), then);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  private void await(Duration wait) {
    try {
      pause.await(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("it was interrupted; give the same command to go on");
    }
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
