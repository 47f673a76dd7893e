package org.inferometer.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.inferometer.server.GenerationLoop;
import org.inferometer.server.ModelMemory;
import org.inferometer.server.Scheduler;
import org.inferometer.server.ServedModel;
import org.inferometer.server.ServerMetrics;
import org.inferometer.server.api.ApiServer;
import org.inferometer.server.engine.LanguageModels;
import org.inferometer.server.model.ModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inferometer serve}: Serves a Hugging Face model directory over the OpenAI API. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves a Hugging Face model directory over the OpenAI API.",
    footer = {
      "",
      "Endpoints: /v1/completions, /v1/chat/completions, /v1/models, /health, /version, /metrics.",
      "Without a key, requests from web pages are refused: those with an Origin or a Host that is no",
      "address, local name or --host.",
      "SIGTERM and SIGINT let running requests end (up to 10 s) and refuse new ones with 503, then",
      "it exits with 0. The second of them ends it at once, with 128 and the signal's number.",
      "",
      "Example:",
      "  inferometer serve --model models/gpt2 --scheduler batch --max-num-seqs 8"
    })
final class ServeCommand implements Callable<Integer> {
  private static final String KEY_VARIABLE = "INFEROMETER_API_KEY";
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
  private static final int USER_ERROR = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face model directory: config.json, *.safetensors, tokenizer.json.")
  private Path model;

  @Option(
      names = "--served-model-name",
      paramLabel = "NAME",
      description = "What requests call it. Default: the directory's name.")
  private String name;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on (default: ${DEFAULT-VALUE}). Any but this machine's own needs a"
              + " key.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "Port, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--scheduler",
      defaultValue = "batch",
      description =
          "fifo: one request at a time; batch: continuous batching (default: ${DEFAULT-VALUE}).")
  private String scheduler;

  @Option(
      names = "--max-num-seqs",
      defaultValue = "8",
      paramLabel = "N",
      description = "Most requests computed together by batch (default: ${DEFAULT-VALUE}).")
  private int maxSequences;

  @Option(
      names = "--max-model-len",
      paramLabel = "N",
      description = "Most tokens of prompt and output together. Default: the model's context.")
  private Integer maxLength;

  @Option(
      names = "--max-queue",
      defaultValue = "256",
      paramLabel = "N",
      description = "Most requests waiting; further ones get 429 (default: ${DEFAULT-VALUE}).")
  private int maxQueue;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: one for each processor.")
  private Integer threads;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "File with the key that clients must send as a bearer token. Default: the environment"
              + " variable "
              + KEY_VARIABLE
              + ", else no key.")
  private Path apiKeyFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      InetSocketAddress address = address();
      String apiKey = apiKey(address);
      Scheduler policy = policy();
      if (name != null && name.isBlank()) {
        throw new UserError("--served-model-name is empty; allowed: what requests call the model");
      }
      checkPositive("--max-num-seqs", maxSequences);
      checkPositive("--max-queue", maxQueue);
      checkPositive("--max-model-len", maxLength == null ? 1 : maxLength);
      int computing = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
      checkPositive("--threads", computing);
      long heapBytes = ModelMemory.heapBytes(model, policy.sequences(maxSequences), maxLength);
      checkFree(address);
      if (Relaunch.isNeeded()) {
        return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs(), heapBytes);
      }
      serve(address, apiKey, policy, computing);
      return 0;
    } catch (ModelException | UserError e) {
      spec.commandLine().getErr().println("inferometer serve: " + e.getMessage());
      return USER_ERROR;
    } catch (OutOfMemoryError e) {
      spec.commandLine()
          .getErr()
          .printf(
              "inferometer serve: %s does not fit into a heap of %d MiB; give java a larger -Xmx%n",
              model, Runtime.getRuntime().maxMemory() >> 20);
      return USER_ERROR;
    }
  }

  private void serve(InetSocketAddress address, String apiKey, Scheduler policy, int computing)
      throws IOException, InterruptedException {
    String served = name == null ? model.toAbsolutePath().normalize().getFileName() + "" : name;
    ServedModel loaded = ServedModel.load(model, served, computing, maxLength);
    LanguageModels.warmUp(loaded.engine());
    boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    String kernels = vector ? "vector" : "scalar";
    String schedules = policy.name().toLowerCase(Locale.ROOT);
    ServerMetrics metrics =
        new ServerMetrics(
            Map.of(
                "scheduler",
                schedules,
                "max_num_seqs",
                "" + policy.sequences(maxSequences),
                "threads",
                "" + computing,
                "kernels",
                kernels));
    GenerationLoop loop = new GenerationLoop(loaded, policy, maxSequences, maxQueue, metrics);
    ApiServer server = ApiServer.start(address, apiKey, loaded, loop, metrics);
    StopSignals.handle(exitCode -> stop(server));
    System.out.printf(
        "serving %s on http://%s:%d (%s, %d threads, %s kernels)%n",
        served,
        host.contains(":") ? "[" + host + "]" : host,
        server.address().getPort(),
        schedules,
        computing,
        kernels);
    System.out.flush();
    new CountDownLatch(1).await();
  }

  /** Ends what runs and then the process. */
  private static void stop(ApiServer server) {
    try {
      if (!server.drain(DRAIN_TIMEOUT)) {
        System.err.println("inferometer serve: requests were aborted after 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(0);
  }

  private InetSocketAddress address() {
    if (port < 0 || port > 65535) {
      throw new UserError("--port is " + port + "; it must be from 0 to 65535");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new UserError("--host " + host + " is no address of this machine");
    }
  }

  private String apiKey(InetSocketAddress address) throws IOException {
    String key = System.getenv(KEY_VARIABLE);
    if (apiKeyFile != null) {
      if (!Files.isReadable(apiKeyFile)) {
        throw new UserError("--api-key-file " + apiKeyFile + " cannot be read");
      }
      key = Files.readString(apiKeyFile);
    }
    key = key == null ? null : key.strip();
    if (apiKeyFile != null && key.isEmpty()) {
      throw new UserError("--api-key-file " + apiKeyFile + " is empty");
    }
    boolean none = key == null || key.isEmpty();
    if (none && !address.getAddress().isLoopbackAddress()) {
      throw new UserError(
          "--host "
              + host
              + " can be reached from other machines and needs a key: set "
              + KEY_VARIABLE
              + " or give --api-key-file");
    }
    return none ? null : key;
  }

  private Scheduler policy() {
    for (Scheduler known : Scheduler.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(scheduler)) {
        return known;
      }
    }
    throw new UserError("--scheduler is " + scheduler + "; it must be fifo or batch");
  }

  private static void checkPositive(String option, int value) {
    if (value < 1) {
      throw new UserError(option + " is " + value + "; it must be at least 1");
    }
  }

  /** Before the model is loaded, which takes long. */
  private static void checkFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
    } catch (IOException e) {
      throw new UserError(
          "cannot listen on %s port %d: %s; choose another --port, or 0 for a free one"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()));
    }
  }

  private static final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserError(String message) {
      super(message);
    }
  }
}
