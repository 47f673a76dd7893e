package org.inferometer.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The control program of NVIDIA's Multi-Process Service, which puts questions to the daemon with
 * the same folder of pipes.
 *
 * @param program its name or path
 * @param folder where its pipes are
 * @param logs where it logs
 */
record MpsControl(String program, Path folder, Path logs) {
  static final String PROGRAM = "nvidia-cuda-mps-control";
  static final String FOLDER = "CUDA_MPS_PIPE_DIRECTORY";
  private static final String LOGS = "CUDA_MPS_LOG_DIRECTORY";

  /** A daemon that does not answer holds nobody up for longer. */
  private static final int PATIENCE_SECONDS = 20;

  /** What leads its clients to it. */
  Map<String, String> environment() {
    return Map.of(FOLDER, folder.toString(), LOGS, logs.toString());
  }

  /** The lines of the daemon's answer to {@code command}. */
  List<String> ask(String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program).redirectErrorStream(true);
    builder.environment().putAll(environment());
    Process process = builder.start();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try (var in = process.getOutputStream()) {
      in.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It does not read where it finds no daemon, and says so.
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s: %s".formatted(command, said.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + ": the wait for it was interrupted", e);
    }
    return said.lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  /** Processes that compute by the daemon's servers. */
  Set<Long> clients() throws IOException {
    Set<Long> clients = new TreeSet<>();
    for (long server : numbers(ask("get_server_list"))) {
      clients.addAll(numbers(ask("get_client_list " + server)));
    }
    return clients;
  }

  private static Set<Long> numbers(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("\\d+"))
        .map(Long::valueOf)
        .collect(Collectors.toSet());
  }
}
