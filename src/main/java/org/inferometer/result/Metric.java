package org.inferometer.result;

import static org.inferometer.result.Metric.Better.HIGHER;
import static org.inferometer.result.Metric.Better.LOWER;
import static org.inferometer.result.Metric.Better.NEITHER;
import static org.inferometer.result.Scale.DIFFERENCE;
import static org.inferometer.result.Scale.PERCENT;
import static org.inferometer.result.Scale.RATIO;
import static org.inferometer.result.Scale.SHARE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;

/**
 * Every metric, as data. A distribution has one value per request, by the formula that stands here,
 * or per token, and is told by the {@link Statistic}s; any other metric has one {@link
 * Statistic#VALUE} per repetition.
 */
public enum Metric {
  P2FT("p2ft", "P2FT", "ms", LOWER, millis(RequestMetrics::p2ft)),
  P2FT_FROM_SCHEDULE(
      "p2ft_from_schedule",
      "P2FT from schedule",
      "ms",
      LOWER,
      millis(RequestMetrics::p2ftFromSchedule)),
  FIRST_VISIBLE(
      "first_visible", "First visible token", "ms", LOWER, millis(RequestMetrics::firstVisible)),
  FIRST_TOOL_CALL(
      "first_tool_call",
      "First token of a tool call",
      "ms",
      LOWER,
      millis(RequestMetrics::firstToolCall)),
  TTFB("ttfb", "TTFB", "ms", LOWER, millis(RequestMetrics::ttfb)),
  TOTAL_LATENCY(
      "total_latency", "Total latency", "ms", LOWER, millis(RequestMetrics::totalLatency)),
  TOTAL_LATENCY_FROM_SCHEDULE(
      "total_latency_from_schedule",
      "Total latency from schedule",
      "ms",
      LOWER,
      millis(RequestMetrics::totalLatencyFromSchedule)),
  CLOSE_LATENCY(
      "close_latency", "Close latency", "ms", LOWER, millis(RequestMetrics::closeLatency)),
  SCHEDULE_DELAY(
      "schedule_delay", "Schedule delay", "ms", LOWER, millis(RequestMetrics::scheduleDelay)),
  TPOT("tpot", "TPOT", "ms", LOWER, millis(RequestMetrics::tpot)),
  ITL("itl", "ITL", "ms", LOWER),
  ICL("icl", "ICL", "ms", LOWER),
  TOKEN_SPEED(
      "token_speed", "Token generation speed", "tok/s", HIGHER, each(RequestMetrics::tokenSpeed)),
  DECODE_SPEED("decode_speed", "Decode speed", "tok/s", HIGHER, each(RequestMetrics::decodeSpeed)),
  NORMALIZED_LATENCY(
      "normalized_latency",
      "Normalized latency",
      "ms/tok",
      LOWER,
      millis(RequestMetrics::normalizedLatency)),
  FLUIDITY_INDEX("fluidity_index", "Fluidity index", "", HIGHER, SHARE, Fluidity::index),
  PROMPT_TOKENS(
      "prompt_tokens", "Prompt tokens", "tok", NEITHER, count(RequestRecord::promptTokens)),
  OUTPUT_TOKENS(
      "output_tokens", "Output tokens", "tok", NEITHER, count(RequestRecord::outputTokens)),
  REASONING_TOKENS(
      "reasoning_tokens",
      "Reasoning tokens",
      "tok",
      NEITHER,
      count(RequestRecord::reasoningTokens)),
  ANSWER_TOKENS(
      "answer_tokens",
      "Output tokens without reasoning",
      "tok",
      NEITHER,
      each(RequestMetrics::answerTokens)),
  SESSION_TIME("session_time", "Session time", "ms", LOWER),

  REQUEST_THROUGHPUT("request_throughput", "Request throughput", "req/s", HIGHER, RATIO),
  ANSWER_THROUGHPUT("answer_throughput", "Answers per second", "answers/s", HIGHER, RATIO),
  TOKEN_THROUGHPUT("token_throughput", "Token throughput", "tok/s", HIGHER, RATIO),
  TOTAL_TOKEN_THROUGHPUT(
      "total_token_throughput", "Total token throughput", "tok/s", HIGHER, RATIO),
  CONVERSATION_THROUGHPUT(
      "conversation_throughput", "Conversation throughput", "conv/s", HIGHER, RATIO),
  CONVERSATION_FAILURE_RATE(
      "conversation_failure_rate", "Conversations that failed", "", LOWER, SHARE),
  FAILURE_RATE("failure_rate", "Failure rate", "", LOWER, SHARE),
  CONNECT_RATE("connect_rate", "Requests that had to connect", "", NEITHER, SHARE),
  SLO_ATTAINMENT("slo_attainment", "SLO attainment", "", HIGHER, SHARE),
  GOODPUT("goodput", "Goodput", "req/s", HIGHER, RATIO),
  TOKEN_GOODPUT("token_goodput", "Token goodput", "tok/s", HIGHER, RATIO),
  THROUGHPUT_TO_LATENCY(
      "throughput_to_latency", "Throughput-to-latency ratio", "req/s²", HIGHER, RATIO),
  THROUGHPUT_TO_LATENCY_FROM_SCHEDULE(
      "throughput_to_latency_from_schedule",
      "Throughput-to-latency ratio from schedule",
      "req/s²",
      HIGHER,
      RATIO),
  ASKED_RATE("asked_rate", "Asked rate", "req/s", NEITHER, RATIO),
  ACHIEVED_RATE("achieved_rate", "Achieved rate", "req/s", NEITHER, RATIO),
  HELD_BACK("held_back", "Requests held back", "", NEITHER, SHARE),
  CYCLES_PER_SLOT("cycles_per_slot", "Cycles per slot", "", NEITHER, RATIO),
  LITTLE("little", "Little's law, X L / p", "", NEITHER, RATIO),
  ENERGY_PER_TOKEN("energy_per_token", "Energy per token", "J/tok", LOWER, RATIO),
  ENERGY_PER_TOKEN_ABOVE_IDLE(
      "energy_per_token_above_idle", "Energy per token above idle", "J/tok", LOWER, DIFFERENCE),
  COST_PER_MILLION_TOKENS(
      "cost_per_million_tokens", "Cost of a million output tokens", "/Mtok", LOWER, RATIO),
  GPU_POWER("gpu_power", "GPU power", "W", LOWER, RATIO),
  GPU_UTILIZATION("gpu_utilization", "GPU utilization", "%", NEITHER, PERCENT),
  GPU_MEMORY_PEAK("gpu_memory_peak", "GPU memory, peak", "MiB", LOWER, RATIO),
  GPU_MEMORY_MEAN("gpu_memory_mean", "GPU memory, mean", "MiB", LOWER, RATIO),
  GPU_MEMORY_PEAK_ABOVE_IDLE(
      "gpu_memory_peak_above_idle", "GPU memory above idle, peak", "MiB", LOWER, DIFFERENCE),
  GPU_MEMORY_MEAN_ABOVE_IDLE(
      "gpu_memory_mean_above_idle", "GPU memory above idle, mean", "MiB", LOWER, DIFFERENCE),
  STACK_MEMORY_PEAK("stack_memory_peak", "Stack memory, peak", "MiB", LOWER, RATIO),
  STACK_MEMORY_MEAN("stack_memory_mean", "Stack memory, mean", "MiB", LOWER, RATIO),
  STACK_CPU("stack_cpu", "Stack processors in use, mean", "processors", LOWER, RATIO),
  HOST_MEMORY_PEAK("host_memory_peak", "Host memory, peak", "MiB", LOWER, RATIO),
  HOST_MEMORY_MEAN("host_memory_mean", "Host memory, mean", "MiB", LOWER, RATIO),
  HOST_MEMORY_PEAK_ABOVE_IDLE(
      "host_memory_peak_above_idle", "Host memory above idle, peak", "MiB", LOWER, DIFFERENCE),
  HOST_MEMORY_MEAN_ABOVE_IDLE(
      "host_memory_mean_above_idle", "Host memory above idle, mean", "MiB", LOWER, DIFFERENCE),
  SERVER_LATENCY("server_latency", "Latency within the server", "µs", LOWER, RATIO),
  SERVER_QUEUE("server_queue", "Queue of the server", "µs", LOWER, RATIO),
  SERVER_COMPUTE_INPUT("server_compute_input", "Compute input of the server", "µs", LOWER, RATIO),
  SERVER_COMPUTE_INFER("server_compute_infer", "Compute infer of the server", "µs", LOWER, RATIO),
  SERVER_COMPUTE_OUTPUT(
      "server_compute_output", "Compute output of the server", "µs", LOWER, RATIO),
  SERVER_BATCH("server_batch", "Batch size of the server", "", NEITHER, RATIO);

  /** The direction in which a metric is better. */
  public enum Better {
    LOWER,
    HIGHER,
    NEITHER
  }

  private final String id;
  private final String label;
  private final String unit;
  private final Better better;
  private final boolean distribution;
  private final Scale scale;
  private final ToDoubleBiFunction<RequestRecord, Slo> formula;

  /** Each request has one. */
  Metric(
      String id,
      String label,
      String unit,
      Better better,
      ToDoubleBiFunction<RequestRecord, Slo> formula) {
    this(id, label, unit, better, RATIO, formula);
  }

  /** The same of another kind. */
  Metric(
      String id,
      String label,
      String unit,
      Better better,
      Scale scale,
      ToDoubleBiFunction<RequestRecord, Slo> formula) {
    this(id, label, unit, better, true, scale, formula);
  }

  /** Each of something else has one, such as a token. */
  Metric(String id, String label, String unit, Better better) {
    this(id, label, unit, better, true, RATIO, null);
  }

  /** Each repetition has one. */
  Metric(String id, String label, String unit, Better better, Scale scale) {
    this(id, label, unit, better, false, scale, null);
  }

  Metric(
      String id,
      String label,
      String unit,
      Better better,
      boolean distribution,
      Scale scale,
      ToDoubleBiFunction<RequestRecord, Slo> formula) {
    this.id = id;
    this.label = label;
    this.unit = unit;
    this.better = better;
    this.distribution = distribution;
    this.scale = scale;
    this.formula = formula;
  }

  private static ToDoubleBiFunction<RequestRecord, Slo> millis(
      ToDoubleFunction<RequestRecord> nanos) {
    return (record, slo) -> 1e-6 * nanos.applyAsDouble(record);
  }

  private static ToDoubleBiFunction<RequestRecord, Slo> each(
      ToDoubleFunction<RequestRecord> formula) {
    return (record, slo) -> formula.applyAsDouble(record);
  }

  private static ToDoubleBiFunction<RequestRecord, Slo> count(
      Function<RequestRecord, Integer> count) {
    return (record, slo) -> {
      Integer known = count.apply(record);
      return known == null ? Double.NaN : known;
    };
  }

  /** Whether each request has a value of its own. */
  boolean isOfRequests() {
    return formula != null;
  }

  /** The value of {@code record}, one {@link #isOfRequests}; NaN where it is undefined. */
  double of(RequestRecord record, Slo slo) {
    return formula.applyAsDouble(record, slo);
  }

  /** The name used in files and on the command line. */
  public String id() {
    return id;
  }

  /** The name used in figures and tables, in English. */
  public String label() {
    return label;
  }

  /** The unit of every value of this metric; empty for shares of 1. */
  public String unit() {
    return unit;
  }

  /** The largest value there can be: 1 of a share, 100 of one in percent, else infinity. */
  public double most() {
    return scale.most();
  }

  public Better better() {
    return better;
  }

  /** What kind of number it is. */
  Scale scale() {
    return scale;
  }

  /** Whether there is a value per request or token, or one per repetition. */
  public boolean isDistribution() {
    return distribution;
  }

  /** What can be said of this metric. */
  public List<Statistic> statistics() {
    return distribution ? Statistic.OF_DISTRIBUTIONS : List.of(Statistic.VALUE);
  }

  /** The statistic that stands for the metric where only one is shown. */
  public Statistic headline() {
    return distribution ? Statistic.MEAN : Statistic.VALUE;
  }

  /**
   * What stands in its place where requests have times of their own: a latency from the schedule,
   * which holds what they waited for the client, or were held back, and what is made of one.
   */
  public Metric under(Load load) {
    if (!(load instanceof Open)) {
      return this;
    }
    return switch (this) {
      case P2FT -> P2FT_FROM_SCHEDULE;
      case TOTAL_LATENCY -> TOTAL_LATENCY_FROM_SCHEDULE;
      case THROUGHPUT_TO_LATENCY -> THROUGHPUT_TO_LATENCY_FROM_SCHEDULE;
      default -> this;
    };
  }

  /** The metric called {@code id}. */
  public static Optional<Metric> find(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
