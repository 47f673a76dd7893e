package org.inferometer.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The control program of NVIDIA's Multi-Process Service, which puts questions to the daemon with
 * the same folder of pipes.
 *
 * @param program its name or path
 * @param folder where its pipes are
 * @param logs where it logs
 * @param patience how long a daemon that does not answer is waited for
 */
record MpsControl(String program, Path folder, Path logs, Duration patience) {
  static final String PROGRAM = "nvidia-cuda-mps-control";
  static final String FOLDER = "CUDA_MPS_PIPE_DIRECTORY";
  private static final String LOGS = "CUDA_MPS_LOG_DIRECTORY";

  /** How long the daemon is waited for when it is to end. */
  Duration grace() {
    return patience.dividedBy(2);
  }

  /** What leads its clients to it. */
  Map<String, String> environment() {
    return Map.of(FOLDER, folder.toString(), LOGS, logs.toString());
  }

  /**
   * The lines of the daemon's answer to {@code command}. They go through a file: whatever the
   * program starts may keep a pipe open that it has left itself.
   */
  List<String> ask(String command) throws IOException {
    Path answer = Files.createTempFile(logs, "answer", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(program).redirectErrorStream(true).redirectOutput(answer.toFile());
      builder.environment().putAll(environment());
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // It does not read where it finds no daemon, and says so.
      }
      boolean ended = endsInTime(process, command);
      String said = new String(Files.readAllBytes(answer), StandardCharsets.UTF_8).strip();
      if (!ended) {
        throw new IOException(
            "%s: no answer within %d s %s".formatted(command, patience.toSeconds(), said).strip());
      }
      if (process.exitValue() != 0) {
        throw new IOException("%s: %s".formatted(command, said));
      }
      return said.lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private boolean endsInTime(Process process, String command) throws IOException {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + ": the wait for it was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
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
