package org.inferometer.stack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.inferometer.telemetry.ServerReading.*;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.scenario.ApiKey;
import org.inferometer.scenario.Stack;
import org.inferometer.server.ServerMetrics;
import org.inferometer.telemetry.ServerReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerViewTest {
  @TempDir private Path folder;

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
            """,
            "m");

    assertThat(text.sum("a:x_total")).hasValue(47452);
    assertThat(text.most("a:x_total")).hasValue(45952);
    assertThat(text.sum("a:x")).hasValue(2);
    assertThat(text.sum("a:x_total_created")).hasValue(3);
    for (String none : new String[] {"x_total", "inf", "nan", "broken", "HELP", ""}) {
      assertThat(text.sum(none)).as(none).isEmpty();
    }
  }

  /** Prometheus ignores blanks around tokens; one damaged line costs no other. */
  @Test
  void readsWhatPrometheusWould() {
    PrometheusText text =
        new PrometheusText(
            "  a 1\r\na {l=\"1\"} 2\r\n\ta{l=\"2\"}4 1700000000000\r\n"
                + "broken{le=\"+Inf} 7\r\nb{l=\"x\"} 8\r\nb{l=\"\\\"} 9\"} 16\r\n"
                + "c{l=\"1\u2028c 9\u0085c 9\",} 32 # {trace=\"} c 9\"} 1\r\nd\r\nd 1e\r\n-e 1",
            "m");

    assertThat(text.sum("a")).hasValue(7);
    assertThat(text.sum("b")).hasValue(24);
    assertThat(text.sum("c")).hasValue(32);
    for (String none : new String[] {"broken", "d", "e"}) {
      assertThat(text.sum(none)).as(none).isEmpty();
    }
  }

  /** A Triton server has several; an ensemble counts each request once in each of its parts. */
  @Test
  void ofSeveralModelsOnlyThoseThatAreAskedCount() {
    String page =
        """
        nv_inference_request_success{model="before",version="1"} 40
        nv_inference_request_success{model="m",version="1"} 4
        nv_inference_request_success{model="m",version="2"} 1
        nv_inference_request_success{other_model="m",model="m2",note="a, model=\\"m\\""} 80
        nv_energy_consumption{gpu_uuid="GPU-0"} 9
        vllm:num_requests_running{engine="0",model_name="\\"q\\" \\\\n \\n"} 2
        """;
    PrometheusText of = new PrometheusText(page, "m");
    assertThat(of.sum("nv_inference_request_success")).hasValue(5);
    assertThat(of.sum("nv_energy_consumption")).hasValue(9);
    assertThat(of.sum("vllm:num_requests_running")).isEmpty();

    PrometheusText two = new PrometheusText(page, "before", "m", "none");
    assertThat(two.sum("nv_inference_request_success")).hasValue(45);
    assertThat(new PrometheusText(page, "\"q\" \\n \n").sum("vllm:num_requests_running"))
        .hasValue(2);
    assertThat(new PrometheusText(page, "an adapter").sum("nv_inference_request_success"))
        .as("known by another name")
        .hasValue(125);
  }

  @Test
  void knowsTheCachesOfVllmOldAndNewAndOfSglang() {
    assertThat(read("vllm:prefix_cache_hits_total{e=\"0\"} 3\nvllm:prefix_cache_queries_total 8\n"))
        .containsOnly(Map.entry(CACHE_FOUND, 3.0), Map.entry(CACHE_WANTED, 8.0));
    assertThat(read("vllm:gpu_prefix_cache_queries_total 8\nvllm:gpu_prefix_cache_hits_total 0\n"))
        .containsOnly(Map.entry(CACHE_FOUND, 0.0), Map.entry(CACHE_WANTED, 8.0));
    assertThat(
            read(
                """
                sglang:cached_tokens_total{cache_source="device"} 5
                sglang:cached_tokens_total{cache_source="host"} 2
                sglang:prompt_tokens_total 70
                """))
        .containsEntry(CACHE_FOUND, 7.0)
        .containsEntry(CACHE_WANTED, 70.0);
    assertThat(read("vllm:gpu_prefix_cache_hit_rate 0.4\n")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void takesTheNewestOfSeveralNamesAndTheFullestOfSeveralEngines() {
    ServerCounters told =
        ServerNames.read(
            new PrometheusText(
                """
                vllm:gpu_cache_usage_perc{engine="0"} 0.9
                vllm:kv_cache_usage_perc{engine="0"} 0.1
                vllm:kv_cache_usage_perc{engine="1"} 0.3
                vllm:num_requests_running{engine="0"} 2
                vllm:num_requests_running{engine="1"} 5
                vllm:time_per_output_token_seconds_sum 8
                vllm:time_per_output_token_seconds_count 100
                nv_inference_request_success{model="m",version="1"} 7
                """,
                "m"));

    assertThat(told.values())
        .containsEntry(KV_CACHE_SHARE, 0.3)
        .containsEntry(RUNNING, 7.0)
        .containsEntry(ITL_SECONDS, 8.0)
        .containsEntry(ITL_COUNT, 100.0)
        .containsEntry(REQUESTS, 7.0);
    assertThat(told.metrics())
        .containsEntry(KV_CACHE_SHARE, "vllm:kv_cache_usage_perc")
        .containsEntry(REQUESTS, "nv_inference_request_success");
  }

  /** Pages of real servers, or with the names and types that their documentation has. */
  @ParameterizedTest
  @CsvSource({
    "vllm, RUNNING WAITING KV_CACHE_SHARE REQUESTS PREEMPTIONS PROMPT_TOKENS OUTPUT_TOKENS CACHE_FOUND"
        + " CACHE_WANTED TTFT_SECONDS ITL_SECONDS LATENCY_SECONDS QUEUE_SECONDS PREFILL_SECONDS"
        + " DECODE_SECONDS",
    "llama-cpp, RUNNING WAITING PROMPT_TOKENS OUTPUT_TOKENS PREFILL_SECONDS DECODE_SECONDS",
    "sglang, RUNNING WAITING KV_CACHE_SHARE REQUESTS PREEMPTIONS PROMPT_TOKENS OUTPUT_TOKENS"
        + " CACHE_FOUND CACHE_WANTED TTFT_SECONDS ITL_SECONDS LATENCY_SECONDS QUEUE_SECONDS",
    "tgi, RUNNING WAITING REQUESTS PROMPT_TOKENS OUTPUT_TOKENS LATENCY_SECONDS QUEUE_SECONDS"
        + " COMPUTE_SECONDS",
    "triton, WAITING REQUESTS LATENCY_SECONDS QUEUE_SECONDS COMPUTE_SECONDS",
  })
  void readsThePagesOf(String server, String readings) throws IOException {
    String page =
        Files.readString(
            Path.of("src/test/resources/org/inferometer/stack/metrics", server + ".prom"));

    Map<ServerReading, Double> told = read(page);

    Set<ServerReading> wanted =
        Arrays.stream(readings.split(" ")).map(ServerReading::valueOf).collect(toSet());
    told.keySet().removeIf(one -> one.name().endsWith("_COUNT"));
    assertThat(told.keySet()).isEqualTo(wanted);
    assertThat(told.values()).allMatch(Double::isFinite);
  }

  @Test
  void readsThisProgramsOwnServer() {
    Map<ServerReading, Double> told = read(new ServerMetrics().text("m \"1\""));

    assertThat(told.keySet())
        .contains(RUNNING, WAITING, REQUESTS, PROMPT_TOKENS, OUTPUT_TOKENS, TTFT_SECONDS)
        .contains(ITL_SECONDS, LATENCY_SECONDS, QUEUE_SECONDS, PREFILL_SECONDS, DECODE_COUNT);
    assertThat(told.values()).containsOnly(0.0);
  }

  @Test
  void microsecondsAndMillisecondsOfTritonBecomeSeconds() {
    assertThat(
            read(
                """
                nv_inference_request_success{model="m",version="1"} 4
                nv_inference_request_duration_us{model="m",version="1"} 2000000
                nv_inference_first_response_histogram_ms_sum{model="m",version="1"} 300
                nv_inference_first_response_histogram_ms_count{model="m",version="1"} 4
                """))
        .containsEntry(LATENCY_SECONDS, 2.0)
        .containsEntry(LATENCY_COUNT, 4.0)
        .containsEntry(TTFT_SECONDS, 0.3)
        .containsEntry(TTFT_COUNT, 4.0);
  }

  @Test
  void asksTheServerAndSaysOnceWhyItTellsNothing() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = "vllm:num_requests_running 3\n".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/there/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (ServerView there = view(url, url + "/there/metrics");
        ServerView elsewhere = view(url, url + "/metrics");
        ServerView nowhere = view(url, "http://127.0.0.1:1/metrics")) {
      assertThat(there.read()).containsOnly(Map.entry("running", 3.0));
      assertThat(there.name()).isEqualTo("server:s");
      assertThat(there.silence()).isEmpty();
      assertThatThrownBy(elsewhere::read).hasMessage("status 404");
      assertThat(elsewhere.silence()).hasValueSatisfying(one -> assertThat(one.usual()).isTrue());
      assertThat(nowhere.silence().orElseThrow().usual()).isFalse();
      assertThat(nowhere.silence().orElseThrow().sentence("s"))
          .startsWith("s tells nothing of itself: http://127.0.0.1:1/metrics is answered nothing (")
          .endsWith("metrics: URL in the scenario (false: there is none)");
    } finally {
      server.stop(0);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where the machine has more than one address of its own
  void aKeyGoesToNoOtherMachine() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "secret");
    List<String> keys = new ArrayList<>();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    URI page = URI.create("http://127.0.0.2:%d/metrics".formatted(server.getAddress().getPort()));
    Stack launched = stack(null, page.toString(), new ApiKey(null, key));
    try {
      for (String listens : List.of("http://127.0.0.1:1", "http://127.0.0.2:1")) {
        try (ServerView view = new ServerView(launched, URI.create(listens), page, "m")) {
          view.read();
        }
      }
    } finally {
      server.stop(0);
    }
    assertThat(keys).containsExactly("null", "Bearer secret");
  }

  @Test
  void thePageIsWhereTheScenarioSaysOrBesideTheApi() {
    URI url = URI.create("http://127.0.0.1:8000/proxy");
    assertThat(stack("http://h/", null).metrics(url))
        .hasToString("http://127.0.0.1:8000/proxy/metrics");
    assertThat(stack("http://h/", "/prometheus/metrics").metrics(url))
        .hasToString("http://127.0.0.1:8000/prometheus/metrics");
    assertThat(stack("http://h/", "http://127.0.0.1:8002/metrics").metrics(url))
        .hasToString("http://127.0.0.1:8002/metrics");
    assertThat(stack("http://h/", "").metrics(url)).isNull();
  }

  private static Map<ServerReading, Double> read(String metrics) {
    return ServerNames.read(new PrometheusText(metrics, "m")).values();
  }

  private static ServerView view(String url, String page) {
    return new ServerView(stack(url, page), URI.create(url), URI.create(page), "m");
  }

  private static Stack stack(String url, String metrics) {
    return stack(URI.create(url), metrics, null);
  }

  private static Stack stack(URI url, String metrics, ApiKey key) {
    return new StackAt(url).serving(Map.of()).withKey(key).metricsAt(metrics).stack();
  }
}
