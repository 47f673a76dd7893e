package org.inferometer.result.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The other load generators' own numbers against {@link Peers}, from the very requests that they
 * measured. Each was run with 4 streams and 12 requests of 9 tokens on a server that writes them at
 * irregular intervals ({@code calibrate --serve-only --schedule
 * ttft=30ms,itl=6ms,tokens=9,jitter=0.6,seed=7}). Its per-request times, taken from its detailed
 * output, become a records file here; what the report makes of it must be what the tool printed, to
 * the nanosecond that a record keeps. Every number that is derived in a tool's name is compared.
 *
 * <p>Two things need a word. vLLM, SGLang and AIPerf divide by the time around their whole run, in
 * which their client's own start and end are: that time is not in their requests, so their rates
 * are compared over it. SGLang's file does not have its requests' start and latency; they were
 * taken from the variables of the same run.
 */
class PrintedByPeersTest {
  private static final double ROUNDING = 1e-6;
  private static final Slo TARGETS = Slo.parse("p2ft=45ms,tpot=6.2ms,total_latency=85ms");

  @TempDir private Path root;

  @Test
  void vllm() throws IOException {
    JsonNode file = read("vllm");

    Map<String, Double> ours = derived(file, PrintedByPeersTest::gapsFromStart);

    isPrinted("vllm.", ours, name -> overItsOwnDuration(file, name), 28);
  }

  @Test
  void sglang() throws IOException {
    JsonNode file = read("sglang");

    Map<String, Double> ours = derived(file, PrintedByPeersTest::gapsFromStart);

    isPrinted("sglang.", ours, name -> overItsOwnDuration(file, name), 31);
  }

  @Test
  void guidellm() throws IOException {
    JsonNode printed = read("guidellm").get("printed");

    Map<String, Double> ours = derived(read("guidellm"), PrintedByPeersTest::firstAndLast);

    isPrinted("guidellm.", ours, name -> at(printed, name.split("\\.")), 27);
  }

  @Test
  void aiperf() throws IOException {
    JsonNode file = read("aiperf");
    JsonNode printed = file.get("printed");
    double duration =
        1e-9
            * Duration.between(
                    LocalDateTime.parse(printed.get("start_time").asText()),
                    LocalDateTime.parse(printed.get("end_time").asText()))
                .toNanos();

    Map<String, Double> ours = derived(file, PrintedByPeersTest::chunks);

    isPrinted(
        "aiperf.",
        ours,
        name -> {
          double value = at(printed, (name.contains(".") ? name : name + ".avg").split("\\."));
          return isRate(name)
              ? value * duration / seconds(file, PrintedByPeersTest::chunks)
              : value;
        },
        54);
  }

  private static void isPrinted(
      String peer, Map<String, Double> ours, Function<String, Double> printed, int numbers) {
    List<String> names = ours.keySet().stream().filter(name -> name.startsWith(peer)).toList();
    assertThat(names).hasSize(numbers);
    for (String name : names) {
      double expected = printed.apply(name.substring(peer.length()));
      assertThat(ours.get(name))
          .as(name)
          .isCloseTo(expected, within(ROUNDING * Math.abs(expected)));
    }
  }

  /** Rates are brought from its duration to the window of its requests. */
  private static double overItsOwnDuration(JsonNode file, String name) {
    double printed = at(file.get("printed"), name);
    return isRate(name)
        ? printed
            * file.at("/printed/duration").doubleValue()
            / seconds(file, PrintedByPeersTest::gapsFromStart)
        : printed;
  }

  private static boolean isRate(String name) {
    return name.endsWith("throughput") || name.endsWith("goodput") || name.equals("concurrency");
  }

  private static double seconds(JsonNode file, Tool tool) {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (JsonNode request : file.get("requests")) {
      RequestRecord record = tool.record(request, 0);
      from = Math.min(from, record.started());
      to = Math.max(to, record.closed());
    }
    return (to - from) * 1e-9;
  }

  private static double at(JsonNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.path(name);
    }
    assertThat(found.isNumber()).as("%s in %s", Arrays.toString(path), node).isTrue();
    return found.doubleValue();
  }

  private Map<String, Double> derived(JsonNode file, Tool tool) throws IOException {
    List<RequestRecord> records = new ArrayList<>();
    double origin = Double.NaN;
    for (JsonNode request : file.get("requests")) {
      origin = Double.isNaN(origin) ? request.path("request_start").asDouble() : origin;
      records.add(tool.record(request, origin));
    }
    HandMade run = HandMade.run(root, Mode.STREAM, List.of(4), "a");
    run.write("a", 4, records.toArray(RequestRecord[]::new));
    return Run.read(run.directory.root(), TARGETS).trials().stream()
        .filter(trial -> !trial.peers().isEmpty())
        .findFirst()
        .orElseThrow()
        .peers();
  }

  /** A request of a tool's own form. */
  private interface Tool {
    RequestRecord record(JsonNode request, double originSeconds);
  }

  /** Seconds: start, first token after it, gaps; SGLang tells when it ended, vLLM does not. */
  private static RequestRecord gapsFromStart(JsonNode request, double origin) {
    double start = request.get("start_time").doubleValue();
    double time = start + request.get("ttft").doubleValue();
    List<Double> content = new ArrayList<>(List.of(time));
    for (JsonNode gap : request.get("itl")) {
      time += gap.doubleValue();
      content.add(time);
    }
    return record(
        nanos(start),
        content.stream().mapToLong(PrintedByPeersTest::nanos).toArray(),
        null,
        request.has("latency") ? nanos(start + request.get("latency").doubleValue()) : nanos(time),
        request.get("input_len").intValue(),
        request.get("output_len").intValue());
  }

  /** Seconds since 1970: first and last token only, and how many came. */
  private static RequestRecord firstAndLast(JsonNode request, double origin) {
    int events = request.get("token_iterations").intValue();
    return record(
        nanos(request.get("request_start").doubleValue() - origin + 1),
        new long[] {
          nanos(request.get("first_token_iteration").doubleValue() - origin + 1),
          nanos(request.get("last_token_iteration").doubleValue() - origin + 1)
        },
        new int[] {1, events - 1},
        nanos(request.get("request_end").doubleValue() - origin + 1),
        request.get("prompt_tokens").intValue(),
        request.get("output_tokens").intValue());
  }

  /** Nanoseconds for the start, milliseconds after it for the rest. */
  private static RequestRecord chunks(JsonNode request, double origin) {
    long start = request.get("request_start_ns").longValue();
    double after = request.get("time_to_first_token").doubleValue();
    List<Double> content = new ArrayList<>(List.of(after));
    for (JsonNode gap : request.get("inter_chunk_latency")) {
      after += gap.doubleValue();
      content.add(after);
    }
    return record(
        start,
        content.stream().mapToLong(millis -> start + Math.round(millis * 1e6)).toArray(),
        null,
        request.get("request_end_ns").longValue(),
        request.get("input_sequence_length").intValue(),
        request.get("output_sequence_length").intValue());
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static RequestRecord record(
      long start, long[] content, int[] events, long close, int promptTokens, int outputTokens) {
    int[] ones = new int[content.length];
    Arrays.fill(ones, 1);
    int[] perArrival = events == null ? ones : events;
    return HandMade.record(
        1,
        1,
        0,
        Phase.MEASURED,
        start,
        start,
        content[0],
        content,
        perArrival,
        perArrival,
        close,
        promptTokens,
        outputTokens,
        outputTokens);
  }

  private static JsonNode read(String tool) throws IOException {
    try (InputStream in = PrintedByPeersTest.class.getResourceAsStream(tool + ".json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
