package org.inferometer.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.inferometer.scenario.Sharing;

/**
 * GPUs by a daemon of NVIDIA's Multi-Process Service that is this run's own, with pipes of its own,
 * and ends with the run, however that ends. Nothing of the system's is changed.
 *
 * <p>A process that does not find the daemon computes without it and says nothing. So it is asked
 * for its clients, which all processes of a stack have to be that compute on a GPU.
 */
final class MpsPartition implements Partition {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The folder of pipes goes when the daemon has ended, even if this program has before. */
  private static final String DAEMON = "trap : TERM; \"$0\" -f; rm -rf \"$1\"";

  private final Sharing sharing;
  private final MpsControl control;
  private final StackProcess daemon;
  private final Supplier<Set<Long>> computing;

  private MpsPartition(
      Sharing sharing, MpsControl control, StackProcess daemon, Supplier<Set<Long>> computing) {
    this.sharing = sharing;
    this.control = control;
    this.daemon = daemon;
    this.computing = computing;
  }

  /**
   * Starts the daemon and sets its limits.
   *
   * @param program its control program
   * @param devices how many GPUs it serves
   * @param computing tells the processes that compute on GPUs
   * @param log its output; what it logs goes to a folder beside, called mps
   */
  static MpsPartition start(
      Sharing sharing, String program, int devices, Supplier<Set<Long>> computing, Path log) {
    return start(sharing, program, devices, computing, log, PATIENCE);
  }

  /** The same for a daemon that is waited for so long. */
  static MpsPartition start(
      Sharing sharing,
      String program,
      int devices,
      Supplier<Set<Long>> computing,
      Path log,
      Duration patience) {
    try {
      Path logs = Files.createDirectories(log.toAbsolutePath().resolveSibling("mps"));
      Path pipes = Files.createTempDirectory("inferometer-mps");
      MpsControl control = new MpsControl(program, pipes, logs, patience);
      MpsPartition partition = new MpsPartition(sharing, control, daemon(control, log), computing);
      try {
        partition.awaitAnswer();
        partition.limit(devices);
      } catch (IOException | RuntimeException | Error e) {
        partition.close();
        throw e;
      }
      return partition;
    } catch (IOException | StackException e) {
      throw new SharingException(
          sharing,
          "the daemon cannot be started: %s; its log is %s".formatted(e.getMessage(), log));
    }
  }

  private static StackProcess daemon(MpsControl control, Path log) throws IOException {
    try {
      return StackProcess.start(
          "mps",
          List.of("sh", "-c", DAEMON, control.program(), control.folder().toString()),
          control.environment(),
          null,
          control.logs(),
          log,
          control.grace());
    } catch (StackException e) {
      Files.delete(control.folder());
      throw e;
    }
  }

  private void awaitAnswer() throws IOException {
    Instant end = Instant.now().plus(control.patience());
    while (true) {
      daemon.requireAlive();
      try {
        control.ask("get_default_active_thread_percentage");
        return;
      } catch (IOException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the wait for it was interrupted", e);
      }
    }
  }

  private void limit(int devices) throws IOException {
    if (sharing.threads() != null) {
      control.ask("set_default_active_thread_percentage " + sharing.threads());
      List<String> said = control.ask("get_default_active_thread_percentage");
      if (said.stream().noneMatch(line -> isNumber(line, sharing.threads()))) {
        throw new IOException(
            "asked for %d %% of threads, it says %s"
                .formatted(sharing.threads(), String.join(" ", said)));
      }
    }
    for (int i = 0; sharing.memory() != null && i < devices; i++) {
      control.ask("set_default_device_pinned_mem_limit %d %s".formatted(i, sharing.memory()));
    }
  }

  private static boolean isNumber(String text, int number) {
    return text.matches("\\d+(\\.\\d+)?") && Double.parseDouble(text) == number;
  }

  @Override
  public Share share(String tenant) {
    return new Share(null, control.environment());
  }

  @Override
  public Optional<String> told(String tenant) {
    return Optional.empty();
  }

  @Override
  public void require(RunningStack stack) {
    Set<Long> onGpus = computing.get();
    Set<Long> clients;
    try {
      clients = control.clients();
    } catch (IOException e) {
      throw new StackException(
          stack.name(), "whether it computes by MPS is not known: " + e.getMessage());
    }
    // Last, so that what has ended meanwhile is not held to be somewhere else.
    Set<Long> own = stack.pids();
    if (own.stream().noneMatch(clients::contains)) {
      throw new StackException(
          stack.name(),
          "none of its processes %s is among the clients of MPS %s: it computes without; allowed: a launch that keeps %s, on GPUs that the daemon serves"
              .formatted(own, clients, MpsControl.FOLDER));
    }
    List<Long> without =
        onGpus.stream().filter(own::contains).filter(one -> !clients.contains(one)).toList();
    if (!without.isEmpty()) {
      throw new StackException(
          stack.name(),
          "its processes %s compute on GPUs, but are not among the clients of MPS %s, as others of it are: a part of it computes without; allowed: a launch that keeps %s for all of them, on GPUs that the daemon serves"
              .formatted(without, clients, MpsControl.FOLDER));
    }
  }

  @Override
  public void close() {
    try {
      control.ask("quit");
      daemon.endsWithin(control.grace().toMillis());
    } catch (IOException e) {
      // It has ended, or is ended now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    daemon.close();
    removePipes();
  }

  /** What a daemon leaves that had to be ended by force. */
  private void removePipes() {
    try (Stream<Path> left = Files.walk(control.folder())) {
      left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // It has removed them itself.
    }
  }
}
