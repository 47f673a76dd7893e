package org.inferometer.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The containers of a stack that is launched with {@code docker run} or the like. They are children
 * of a daemon, so that no tree of processes has them, and outlive the client that asked for them
 * where they do not listen to SIGTERM; a label tells them.
 *
 * @param client the words before {@code run}, such as {@code sudo docker}
 * @param label of one launch
 * @param environment what the client needs to find its daemon
 * @param folder where it runs
 */
record Containers(List<String> client, String label, Map<String, String> environment, Path folder) {
  private static final Set<String> CLIENTS = Set.of("docker", "podman", "nerdctl");
  private static final String KEY = "org.inferometer.launch=";

  /** A daemon that does not answer holds nobody up for longer. */
  private static final int PATIENCE_SECONDS = 20;

  /** Of the launch with {@code mark} by {@code command}, if that runs a container. */
  static Optional<Containers> of(
      List<String> command, Mark mark, Map<String, String> environment, Path folder) {
    return areIn(command)
        ? Optional.of(
            new Containers(
                List.copyOf(command.subList(0, command.indexOf("run"))),
                label(mark),
                environment,
                folder))
        : Optional.empty();
  }

  /** Whether {@code command} runs one. */
  static boolean areIn(List<String> command) {
    int run = command.indexOf("run");
    return run > 0 && command.subList(0, run).stream().anyMatch(Containers::isClient);
  }

  /** What the containers of one launch are labelled with. */
  static String label(Mark mark) {
    return KEY + mark.launch();
  }

  private static boolean isClient(String word) {
    Path name = Path.of(word).getFileName();
    return name != null && CLIENTS.contains(name.toString());
  }

  /** {@code command}, with the label. */
  List<String> labelled(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(client.size() + 1, List.of("--label", label));
    return line;
  }

  /**
   * The first process of the one that runs, by its number here; empty where the daemon does not
   * tell it, or numbers processes of another machine.
   */
  OptionalLong root() {
    try {
      for (String id : running()) {
        for (String pid : call(List.of("inspect", "--format", "{{.State.Pid}}", id))) {
          if (pid.matches("[1-9]\\d{0,9}") && Proc.isOf(Long.parseLong(pid), id)) {
            return OptionalLong.of(Long.parseLong(pid));
          }
        }
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Ends by force those that still run, which had their SIGTERM from the client.
   *
   * @return their ids
   */
  List<String> end() {
    try {
      List<String> left = running();
      if (!left.isEmpty()) {
        List<String> kill = new ArrayList<>(List.of("kill"));
        kill.addAll(left);
        call(kill);
      }
      return left;
    } catch (IOException e) {
      return List.of();
    }
  }

  private List<String> running() throws IOException {
    return call(List.of("ps", "--quiet", "--no-trunc", "--filter", "label=" + label));
  }

  private List<String> call(List<String> words) throws IOException {
    List<String> line = new ArrayList<>(client);
    line.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
  }
}
