package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.inferometer.wire.Address;
import org.junit.jupiter.api.Test;

class CacheCountersTest {

  @Test
  void sumsAMetricOverItsLabels() {
    PrometheusText text =
        new PrometheusText(
            """
            # HELP a:x_total Of all, {in braces} 7
            # TYPE a:x_total counter
            a:x_total{engine="0",model="m} \\"9\\" {"} 45952.0
            a:x_total{engine="1"} 1.5e3 1700000000
            a:x_total_created{engine="1"} 3
            a:x\t2 # {trace="1"} 5
            broken{le="+Inf} 7
            inf +Inf
            nan NaN
            # EOF
            """);

    assertThat(text.sum("a:x_total")).hasValue(47452);
    assertThat(text.sum("a:x")).hasValue(2);
    assertThat(text.sum("a:x_total_created")).hasValue(3);
    for (String none : new String[] {"x_total", "inf", "nan", "broken", "HELP", ""}) {
      assertThat(text.sum(none)).as(none).isEmpty();
    }
  }

  @Test
  void knowsTheCountersOfVllmOldAndNewAndOfSglang() {
    assertThat(read("vllm:prefix_cache_hits_total{e=\"0\"} 3\nvllm:prefix_cache_queries_total 8\n"))
        .contains(new CacheCounters("vllm:prefix_cache_hits_total", 3, 8));
    assertThat(read("vllm:gpu_prefix_cache_queries_total 8\nvllm:gpu_prefix_cache_hits_total 0\n"))
        .contains(new CacheCounters("vllm:gpu_prefix_cache_hits_total", 0, 8));
    assertThat(
            read(
                """
                sglang:cached_tokens_total{cache_source="device"} 5
                sglang:cached_tokens_total{cache_source="host"} 2
                sglang:prompt_tokens_total 70
                """))
        .contains(new CacheCounters("sglang:cached_tokens_total", 7, 70));
  }

  @Test
  void isUnknownWhereOneOfThemIsMissing() {
    assertThat(read("vllm:prefix_cache_hits_total 3\n")).isEmpty();
    assertThat(read("vllm:gpu_prefix_cache_hit_rate 0.4\n")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void asksTheServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body =
        "vllm:prefix_cache_hits_total 3\nvllm:prefix_cache_queries_total 8\n"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/there/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (ControlClient there = client(url + "/there");
        ControlClient elsewhere = client(url);
        ControlClient nowhere = client("http://127.0.0.1:1")) {
      assertThat(CacheCounters.read(there)).map(CacheCounters::found).contains(3.0);
      assertThat(CacheCounters.read(elsewhere)).isEmpty();
      assertThat(CacheCounters.read(nowhere)).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static Optional<CacheCounters> read(String metrics) {
    return CacheCounters.of(new PrometheusText(metrics));
  }

  private static ControlClient client(String url) {
    return new ControlClient(Address.of(url), Map::of, null, Duration.ofSeconds(10));
  }
}
