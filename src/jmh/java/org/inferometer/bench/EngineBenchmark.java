package org.inferometer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.inferometer.server.engine.Chunk;
import org.inferometer.server.engine.KvCache;
import org.inferometer.server.engine.LanguageModel;
import org.inferometer.server.engine.LanguageModels;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The custom server's engine without a server: one operation is one step of one sequence, so the
 * score times {@code batch} is tokens per second in {@link #decode}, and times {@code batch} and
 * {@value #PROMPT} in {@link #prefill}.
 *
 * <p>The default model runs in about a minute. For the shape of GPT-2 small:
 *
 * <pre>java -jar target/inferometer.jar jmh EngineBenchmark -p size=gpt2 -w 5 -r 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseTransparentHugePages"})
public class EngineBenchmark {
  static final int PROMPT = 96;
  static final int STEPS = 32;

  @Param("gpt2")
  public String family;

  @Param("small")
  public String size;

  @Param({"1", "2", "4", "8"})
  public int batch;

  private LanguageModel model;
  private final List<KvCache> caches = new ArrayList<>();
  private final List<float[]> logits = new ArrayList<>();
  private final List<int[]> tokens = new ArrayList<>();

  @Setup(Level.Trial)
  public void load() throws IOException {
    Path directory = Path.of("target", "models", family + "-" + size + "-bench");
    Architecture architecture = Architecture.valueOf(family.toUpperCase(Locale.ROOT));
    String constant = size.toUpperCase(Locale.ROOT).replace('-', '_');
    if (!Files.exists(directory.resolve("model.safetensors"))) {
      ModelShape shape = ModelShape.Size.valueOf(constant).of(architecture);
      ModelWriter.write(shape.config(directory, architecture), 1, WeightType.FLOAT32, 1);
    }
    model = LanguageModels.load(directory, Runtime.getRuntime().availableProcessors());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < batch; i++) {
      caches.add(model.newCache(PROMPT + STEPS));
      logits.add(new float[model.vocabularySize()]);
      tokens.add(random.ints(PROMPT + STEPS, 0, model.vocabularySize()).toArray());
    }
    run(0, PROMPT);
  }

  @TearDown(Level.Trial)
  public void close() {
    caches.forEach(KvCache::close);
    model.close();
  }

  /** {@value #STEPS} steps of every sequence after a prompt of {@value #PROMPT} tokens. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public List<float[]> decode() {
    caches.forEach(cache -> cache.truncate(PROMPT));
    for (int step = 0; step < STEPS; step++) {
      run(PROMPT + step, 1);
    }
    return logits;
  }

  /** All prompts at once, up to their first logits. */
  @Benchmark
  public List<float[]> prefill() {
    caches.forEach(cache -> cache.truncate(0));
    run(0, PROMPT);
    return logits;
  }

  private void run(int from, int count) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      chunks.add(new Chunk(caches.get(i), tokens.get(i), from, count, logits.get(i)));
    }
    model.forward(chunks);
  }
}
