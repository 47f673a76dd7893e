package org.inferometer.report.table;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.PointLog;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;

/**
 * The files of an experiment as an earlier multi-tenant study had them, for scripts that read
 * those: {@code tenants/<tenant>/<trial>/events.jsonl} with run_start, iteration (here a request)
 * and summary, and {@code summary.json} of the same numbers, beside a copy of the YAML. Times are
 * in milliseconds, from the run's own clock; a key without a value is left out.
 */
final class TenantFiles {
  private static final JsonMapper JSON = new JsonMapper();

  private TenantFiles() {}

  /** Writes them into {@code folder}; nothing where a run has no tenants. */
  static void write(Run run, Path folder) {
    if (run.plan().scenario().tenants() == null) {
      return;
    }
    try {
      Path tenants = Files.createDirectories(folder.resolve("tenants"));
      if (Files.exists(run.directory().scenario())) {
        Files.copy(
            run.directory().scenario(),
            tenants.resolve("experiment.yaml"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      for (TrialResult trial : run.trials()) {
        write(run.directory(), trial, tenants);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void write(RunDirectory directory, TrialResult trial, Path tenants)
      throws IOException {
    Path own = Files.createDirectories(tenants.resolve(trial.stack()).resolve(trial.cell().name()));
    ObjectNode summary = summary(trial);
    Files.writeString(own.resolve("summary.json"), summary.toPrettyString() + "\n");
    try (BufferedWriter out = Files.newBufferedWriter(own.resolve("events.jsonl"))) {
      ObjectNode start = event("run_start");
      start.put("tenant", trial.stack()).put("model_name", trial.cell().model());
      start.put("batch_size", trial.cell().load().connections());
      line(out, start);
      Map<Integer, Optional<PointLog>> points = new HashMap<>();
      RecordReader.read(
          directory.requests(trial.stack(), trial.cell().trial()),
          record -> line(out, iteration(record, point(directory, trial, record.fork(), points))),
          problem -> {});
      line(out, event("summary").setAll(summary));
    }
  }

  private static ObjectNode event(String name) {
    return JSON.createObjectNode().put("event", name);
  }

  private static void line(BufferedWriter out, Object event) {
    try {
      out.write(event + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the point went that repeat {@code number} of {@code trial} was part of. */
  private static Optional<PointLog> point(
      RunDirectory directory,
      TrialResult trial,
      int number,
      Map<Integer, Optional<PointLog>> points) {
    return points.computeIfAbsent(
        number,
        repeat -> PointLog.of(directory.tenants(), trial.stack(), trial.cell().trial(), repeat));
  }

  private static ObjectNode iteration(RequestRecord record, Optional<PointLog> point) {
    ObjectNode out = event("iteration");
    out.put("repeat", record.fork());
    boolean active = point.map(one -> one.isMeasured(record)).orElse(true);
    out.put("warmup", !(active && record.phase() == Phase.MEASURED));
    out.put("ok", record.outcome() == Outcome.OK);
    if (record.started() != null) {
      out.put("start_ms", record.started() * 1e-6);
    }
    put(out, "latency_ms", RequestMetrics.totalLatency(record) * 1e-6);
    put(out, "ttft_ms", RequestMetrics.p2ft(record) * 1e-6);
    put(out, "tpot_ms", RequestMetrics.tpot(record) * 1e-6);
    if (record.outputTokens() != null) {
      out.put("tokens", record.outputTokens());
    }
    return out;
  }

  private static ObjectNode summary(TrialResult trial) {
    ObjectNode out = JSON.createObjectNode();
    out.put("tenant", trial.stack()).put("model_name", trial.cell().model());
    out.put("requests", trial.requests()).put("failed", trial.failed());
    put(out, "latency_avg_ms", trial.estimate(Metric.TOTAL_LATENCY));
    put(out, "latency_p50_ms", trial.estimate(Metric.TOTAL_LATENCY, Statistic.P50));
    put(out, "latency_p90_ms", trial.estimate(Metric.TOTAL_LATENCY, Statistic.P90));
    put(out, "latency_p95_ms", trial.estimate(Metric.TOTAL_LATENCY, Statistic.P95));
    put(out, "latency_p99_ms", trial.estimate(Metric.TOTAL_LATENCY, Statistic.P99));
    put(out, "ttft_avg_ms", trial.estimate(Metric.P2FT));
    put(out, "tpot_avg_ms", trial.estimate(Metric.TPOT));
    put(out, "throughput_tok_per_s", trial.estimate(Metric.TOKEN_THROUGHPUT));
    put(out, "gpu_utilization_percent", trial.estimate(Metric.GPU_UTILIZATION));
    return out;
  }

  private static void put(ObjectNode out, String key, Estimate estimate) {
    put(out, key, estimate.value());
  }

  private static void put(ObjectNode out, String key, double value) {
    if (Double.isFinite(value)) {
      out.put(key, value);
    }
  }
}
