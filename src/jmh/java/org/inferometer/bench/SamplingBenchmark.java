package org.inferometer.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.server.ServerMetrics;
import org.inferometer.stack.RunningStack;
import org.inferometer.telemetry.Gpus;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.Sample;
import org.inferometer.telemetry.Sampler;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to take readings as a run does: of the host, its GPUs and a process tree ten times
 * a second, of a server's Prometheus page once a second. The secondary results tell the processor
 * time of the threads that do it, in percent of a core.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@Fork(1)
public class SamplingBenchmark {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STACK = "server";
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long SECONDS = 20;

  /** Models that the server's page tells of, with 160 lines for each; vLLM's has as many of one. */
  @Param({"1", "10"})
  public int models;

  private final Gpus gpus = Gpus.open();
  private Path folder;
  private HttpServer server;
  private RunningStack stack;

  /** In percent of a core. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cost {
    /** Readings of the machine. */
    public double machine;

    /** Readings of the server. */
    public double page;
  }

  /** Starts a server that has nothing but such a page. */
  @Setup
  public void start() throws IOException {
    folder = Files.createTempDirectory("sampling");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < models; i++) {
      text.append(new ServerMetrics().text("model-" + i));
    }
    byte[] page = text.toString().getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", exchange -> answer(exchange, page));
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Map<String, String> served = Map.of("model-0", "model-0");
    stack =
        RunningStack.start(
            new Stack(STACK, STACK, "openai", url, null, served, null),
            new Model("model-0", null, null),
            folder,
            folder.resolve("log"));
  }

  private static void answer(HttpExchange exchange, byte[] page) throws IOException {
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /** Takes readings for twenty seconds, once, as JMH adds secondary results up. */
  @Benchmark
  public void sample(Cost cost) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "samples", ".jsonl");
    try (Sampler sampler = Sampler.start(file, INTERVAL, gpus)) {
      sampler.watch(STACK, ProcessHandle.current().pid());
      sampler.add(stack.view(why -> {}).orElseThrow());
      TimeUnit.SECONDS.sleep(SECONDS);
    }
    cost.machine += percent(file, "machine");
    cost.page += percent(file, ReadingNames.SERVER + STACK);
  }

  private static double percent(Path samples, String of) throws IOException {
    for (String line : Files.readAllLines(samples)) {
      Sample sample = JSON.readValue(line, Sample.class);
      if (sample.source().equals(ReadingNames.SAMPLER + of)) {
        return 100
            * sample.values().get(ReadingNames.CPU_SECONDS)
            / sample.values().get(ReadingNames.SECONDS);
      }
    }
    throw new IllegalStateException("the thread of " + of + " does not tell what it cost");
  }

  /** Throws away what was read. */
  @TearDown
  public void stop() throws IOException {
    stack.close();
    server.stop(0);
    gpus.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
