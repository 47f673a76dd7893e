package org.inferometer.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the server counts, in Prometheus' text format (version 0.0.4). Names follow vLLM's, with the
 * prefix {@code inferometer:}.
 */
public final class ServerMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100
  };

  private final Map<String, String> settings;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder generationTokens = new LongAdder();
  private final AtomicLongArray ended = new AtomicLongArray(FinishReason.values().length);
  private final Histogram timeToFirstToken = new Histogram(SECONDS);
  private final Histogram interTokenLatency = new Histogram(SECONDS);
  private final Histogram requestLatency = new Histogram(SECONDS);
  private final Histogram queueTime = new Histogram(SECONDS);
  private final Histogram prefillTime = new Histogram(SECONDS);
  private final Histogram decodeTime = new Histogram(SECONDS);
  private final Histogram sequencesPerStep = new Histogram(1, 2, 4, 8, 16, 32, 64, 128, 256);

  /** Of a server of which no more is told than what it counts. */
  public ServerMetrics() {
    this(Map.of());
  }

  /**
   * @param settings what decides how fast the server is, by name
   */
  public ServerMetrics(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  void requests(int runningNow, int waitingNow) {
    running.set(runningNow);
    waiting.set(waitingNow);
  }

  void prompt(int tokens) {
    promptTokens.add(tokens);
  }

  void token() {
    generationTokens.increment();
  }

  void ended(FinishReason reason) {
    ended.incrementAndGet(reason.ordinal());
  }

  Histogram timeToFirstToken() {
    return timeToFirstToken;
  }

  Histogram interTokenLatency() {
    return interTokenLatency;
  }

  Histogram requestLatency() {
    return requestLatency;
  }

  Histogram queueTime() {
    return queueTime;
  }

  Histogram prefillTime() {
    return prefillTime;
  }

  Histogram decodeTime() {
    return decodeTime;
  }

  Histogram sequencesPerStep() {
    return sequencesPerStep;
  }

  /** Everything, for a scrape. */
  public String text(String modelName) {
    String label = "model_name=\"" + escaped(modelName) + "\"";
    StringBuilder text = new StringBuilder();
    if (!settings.isEmpty()) {
      head(text, "config_info", "gauge", "What decides how fast the server is.");
      text.append("inferometer:config_info{").append(label);
      settings.forEach((name, value) -> text.append(",%s=\"%s\"".formatted(name, escaped(value))));
      text.append("} 1\n");
    }
    single(text, "num_requests_running", "gauge", "Requests being computed.", label, running);
    single(text, "num_requests_waiting", "gauge", "Requests in the queue.", label, waiting);
    single(text, "prompt_tokens_total", "counter", "Prompt tokens computed.", label, promptTokens);
    single(
        text, "generation_tokens_total", "counter", "Tokens generated.", label, generationTokens);
    head(text, "request_success_total", "counter", "Requests ended, by reason.");
    for (FinishReason reason : FinishReason.values()) {
      text.append("inferometer:request_success_total{").append(label);
      text.append(",finished_reason=\"").append(reason.wireName()).append("\"} ");
      text.append(ended.get(reason.ordinal())).append('\n');
    }
    histogram(
        text, "time_to_first_token_seconds", "Arrival to first token.", label, timeToFirstToken);
    histogram(
        text, "inter_token_latency_seconds", "Token to next token.", label, interTokenLatency);
    histogram(text, "e2e_request_latency_seconds", "Arrival to end.", label, requestLatency);
    histogram(text, "request_queue_time_seconds", "Arrival to start.", label, queueTime);
    histogram(text, "request_prefill_time_seconds", "Start to first token.", label, prefillTime);
    histogram(text, "request_decode_time_seconds", "First to last token.", label, decodeTime);
    histogram(
        text,
        "sequences_per_step",
        "Sequences that one pass over the weights served.",
        label,
        sequencesPerStep);
    return text.toString();
  }

  private static void single(
      StringBuilder text, String name, String type, String help, String label, Number value) {
    head(text, name, type, help);
    text.append("inferometer:").append(name).append('{').append(label).append("} ");
    text.append(value.longValue()).append('\n');
  }

  private static void histogram(
      StringBuilder text, String name, String help, String label, Histogram histogram) {
    head(text, name, "histogram", help);
    histogram.write(text, "inferometer:" + name, label);
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP inferometer:").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE inferometer:").append(name).append(' ').append(type).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
