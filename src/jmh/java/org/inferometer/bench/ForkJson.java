package org.inferometer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.SampleBuffer;

/**
 * What a fork of one of this project's stack benchmarks found, as JSON: with its values, so that
 * forks can be put together later.
 *
 * <p>JMH's own score of an operation counts every one, however it ended. In an iteration in which
 * requests failed or were cancelled it is replaced by the times of those that were answered, which
 * {@link StreamProfiler} has of the same requests; an iteration without any is left out. An
 * operation of many requests took its time however they ended.
 */
final class ForkJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double NANOS_PER_MILLI = 1e6;

  private ForkJson() {}

  static String write(BenchmarkResult fork) {
    ObjectNode out = JSON.createObjectNode();
    params(out.putObject("params"), fork.getParams());
    ArrayNode iterations = out.putArray("iterations");
    for (IterationResult iteration : fork.getIterationResults()) {
      List<Result<?>> results = results(iteration);
      if (!results.isEmpty()) {
        ObjectNode one = iterations.addObject();
        one.put("measuredOps", iteration.getMetadata().getMeasuredOps());
        one.put("allOps", iteration.getMetadata().getAllOps());
        ArrayNode all = one.putArray("results");
        results.forEach(result -> result(all.addObject(), result));
      }
    }
    return out.toString();
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static BenchmarkResult read(String text) {
    try {
      JsonNode in = JSON.readTree(text);
      BenchmarkParams params = params(in.required("params"));
      List<IterationResult> iterations = new ArrayList<>();
      for (JsonNode one : in.required("iterations")) {
        IterationResult iteration =
            new IterationResult(
                params,
                params.getMeasurement(),
                new IterationResultMetaData(
                    one.required("allOps").longValue(), one.required("measuredOps").longValue()));
        one.required("results").forEach(result -> iteration.addResult(result(result)));
        iterations.add(iteration);
      }
      return new BenchmarkResult(params, iterations);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("no result of a trial: " + e.getMessage(), e);
    }
  }

  private static List<Result<?>> results(IterationResult iteration) {
    List<Result<?>> results = new ArrayList<>();
    @SuppressWarnings("rawtypes")
    Map<String, Result> found = iteration.getSecondaryResults();
    Result<?> failed = found.get("requests.failed");
    boolean allAnswered =
        failed == null || failed.getScore() == 0 && !found.containsKey("requests.cancelled");
    if (allAnswered || iteration.getBenchmarkParams().getMode() == Mode.SingleShotTime) {
      iteration.getRawPrimaryResults().forEach(results::add);
    } else {
      String label = iteration.getPrimaryResult().getLabel();
      Result<?> answered = found.get(label.equals("firstToken") ? "p2ft" : "latency");
      if (answered == null) {
        return List.of();
      }
      SampleBuffer times = new SampleBuffer();
      answered
          .getStatistics()
          .getRawData()
          .forEachRemaining(one -> add(times, one.getKey(), one.getValue()));
      results.add(new SampleTimeResult(ResultRole.PRIMARY, label, times, TimeUnit.MILLISECONDS));
    }
    iteration.getRawSecondaryResults().values().forEach(results::add);
    return results;
  }

  private static void result(ObjectNode out, Result<?> result) {
    out.put("label", result.getLabel());
    if (result instanceof SampleTimeResult) {
      values(out.put("kind", "samples").put("role", result.getRole().name()), result);
    } else if (result instanceof SingleShotResult) {
      out.put("kind", "single").put("role", result.getRole().name());
      out.put("value", result.getScore());
    } else if (result instanceof Values) {
      values(out.put("kind", "values").put("unit", result.getScoreUnit()), result);
    } else if (result instanceof Rate rate) {
      out.put("kind", "rate").put("unit", rate.getScoreUnit());
      out.put("value", rate.getScore()).put("seconds", rate.seconds());
    } else {
      out.put("kind", "scalar").put("unit", result.getScoreUnit());
      out.put("value", result.getScore());
    }
  }

  private static Result<?> result(JsonNode in) {
    String label = in.required("label").textValue();
    String unit = in.path("unit").textValue();
    return switch (in.required("kind").textValue()) {
      case "samples" -> {
        SampleBuffer times = new SampleBuffer();
        in.required("values")
            .forEach(one -> add(times, one.get(0).doubleValue(), one.get(1).longValue()));
        yield new SampleTimeResult(
            ResultRole.valueOf(in.required("role").textValue()),
            label,
            times,
            TimeUnit.MILLISECONDS);
      }
      case "single" ->
          new SingleShotResult(
              ResultRole.valueOf(in.required("role").textValue()),
              label,
              Math.round(number(in, "value") * NANOS_PER_MILLI),
              TimeUnit.MILLISECONDS);
      case "values" -> new Values(label, sorted(in.required("values")), unit);
      case "rate" -> new Rate(label, number(in, "value"), number(in, "seconds"), unit);
      case "scalar" ->
          new ScalarResult(label, number(in, "value"), unit, StreamProfiler.policy(label));
      default -> throw new IllegalArgumentException("unknown kind " + in.get("kind"));
    };
  }

  private static double number(JsonNode in, String key) {
    return in.required(key).doubleValue();
  }

  /** Values with how often they occur. */
  private static void values(ObjectNode out, Result<?> result) {
    ArrayNode values = out.putArray("values");
    Iterator<Map.Entry<Double, Long>> raw = result.getStatistics().getRawData();
    raw.forEachRemaining(one -> values.addArray().add(one.getKey()).add(one.getValue()));
  }

  private static double[] sorted(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .flatMapToDouble(
            one ->
                DoubleStream.generate(() -> one.get(0).doubleValue()).limit(one.get(1).longValue()))
        .sorted()
        .toArray();
  }

  private static void add(SampleBuffer times, double millis, long count) {
    long nanos = Math.round(millis * NANOS_PER_MILLI);
    for (long i = 0; i < count; i++) {
      times.add(nanos);
    }
  }

  private static void params(ObjectNode out, BenchmarkParams p) {
    out.put("benchmark", p.getBenchmark()).put("generated", p.generatedBenchmark());
    out.put("synchIterations", p.shouldSynchIterations()).put("threads", p.getThreads());
    iterations(out.putObject("warmup"), p.getWarmup());
    iterations(out.putObject("measurement"), p.getMeasurement());
    out.put("mode", p.getMode().name()).put("unit", p.getTimeUnit().name());
    ObjectNode parameters = out.putObject("parameters");
    p.getParamsKeys().forEach(key -> parameters.put(key, p.getParam(key)));
    out.put("jvm", p.getJvm());
    ArrayNode arguments = out.putArray("jvmArguments");
    p.getJvmArgs().forEach(arguments::add);
    out.put("jdkVersion", p.getJdkVersion()).put("vmName", p.getVmName());
    out.put("vmVersion", p.getVmVersion()).put("jmhVersion", p.getJmhVersion());
    time(out.putObject("timeout"), p.getTimeout());
  }

  private static BenchmarkParams params(JsonNode in) {
    int threads = in.required("threads").intValue();
    WorkloadParams parameters = new WorkloadParams();
    int place = 0;
    for (Map.Entry<String, JsonNode> one : in.required("parameters").properties()) {
      parameters.put(one.getKey(), one.getValue().textValue(), place++);
    }
    List<String> arguments = new ArrayList<>();
    in.required("jvmArguments").forEach(one -> arguments.add(one.textValue()));
    return new BenchmarkParams(
        in.required("benchmark").textValue(),
        in.required("generated").textValue(),
        in.required("synchIterations").booleanValue(),
        threads,
        new int[] {threads},
        List.of(),
        1,
        0,
        iterations(IterationType.WARMUP, in.required("warmup")),
        iterations(IterationType.MEASUREMENT, in.required("measurement")),
        Mode.valueOf(in.required("mode").textValue()),
        parameters,
        TimeUnit.valueOf(in.required("unit").textValue()),
        1,
        in.required("jvm").textValue(),
        arguments,
        in.required("jdkVersion").textValue(),
        in.required("vmName").textValue(),
        in.required("vmVersion").textValue(),
        in.required("jmhVersion").textValue(),
        time(in.required("timeout")));
  }

  private static void iterations(ObjectNode out, IterationParams p) {
    out.put("count", p.getCount()).put("batchSize", p.getBatchSize());
    time(out, p.getTime());
  }

  private static IterationParams iterations(IterationType type, JsonNode in) {
    return new IterationParams(
        type, in.required("count").intValue(), time(in), in.required("batchSize").intValue());
  }

  private static void time(ObjectNode out, TimeValue time) {
    out.put("time", time.getTime()).put("unit", time.getTimeUnit().name());
  }

  private static TimeValue time(JsonNode in) {
    return new TimeValue(
        in.required("time").longValue(), TimeUnit.valueOf(in.required("unit").textValue()));
  }
}
