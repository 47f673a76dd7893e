package org.inferometer.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.inferometer.scenario.Sharing;
import org.inferometer.telemetry.Gpus;

/** Whether GPUs can be shared in a way here, before it is set up. */
final class GpuSharing {
  private static final Path STANDARD_PIPES = Path.of("/tmp/nvidia-mps");
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

  /** Of the environment of a client, which narrow the daemon's own. */
  private static final List<String> LIMITS =
      List.of("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "CUDA_MPS_PINNED_DEVICE_MEM_LIMIT");

  private GpuSharing() {}

  /** How many GPUs processes see. */
  static int devices() {
    OptionalInt visible = visible(System.getenv());
    if (visible.isPresent()) {
      return visible.getAsInt();
    }
    try (Gpus gpus = Gpus.open()) {
      return gpus.describe().gpus().size();
    }
  }

  /** Processes that compute on GPUs now. */
  static Set<Long> computing() {
    try (Gpus gpus = Gpus.open()) {
      return gpus.computing();
    }
  }

  /**
   * How many GPUs an environment leaves visible, where it narrows them: CUDA reads its list up to
   * the first that is none, so that an empty one and -1 leave none.
   */
  private static OptionalInt visible(Map<String, String> environment) {
    String named = environment.get(VISIBLE);
    return named == null
        ? OptionalInt.empty()
        : OptionalInt.of(
            (int)
                Stream.of(named.split(","))
                    .takeWhile(one -> one.strip().matches("\\d+|(GPU|MIG)-.+"))
                    .count());
  }

  /**
   * Looks for GPUs, the control program, and a daemon that somebody else has started.
   *
   * @throws SharingException saying what is not as it has to be
   */
  static void check(Sharing sharing) {
    try (Gpus gpus = Gpus.open()) {
      Gpus.Description found = gpus.describe();
      if (found.gpus().isEmpty()) {
        throw new SharingException(
            sharing, found.status() + "; allowed: processors: shared, processors: split");
      }
    }
    check(sharing, System.getenv());
  }

  /** The same by what the {@code environment} of this program says, for servers inherit it. */
  static void check(Sharing sharing, Map<String, String> environment) {
    if (visible(environment).equals(OptionalInt.of(0))) {
      throw new SharingException(
          sharing,
          "%s=%s leaves no GPU visible; allowed: without it, or some of them"
              .formatted(VISIBLE, environment.get(VISIBLE)));
    }
    if (sharing.kind() == Sharing.Kind.MPS) {
      checkMps(sharing, environment);
    }
    String named = environment.getOrDefault(MpsControl.FOLDER, "");
    Path pipes = named.isBlank() ? STANDARD_PIPES : Path.of(named);
    runningDaemon(pipes)
        .ifPresent(
            pid -> {
              throw new SharingException(
                  sharing,
                  "a daemon of MPS runs already (process %d, pipes in %s), whose GPUs are not only ours; allowed: to stop it (echo quit | %s), or no sharing"
                      .formatted(pid, pipes, MpsControl.PROGRAM));
            });
  }

  private static void checkMps(Sharing sharing, Map<String, String> environment) {
    if (Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, MpsControl.PROGRAM)))) {
      throw new SharingException(
          sharing,
          "there is no program %s in the folders of PATH; it comes with NVIDIA's driver"
              .formatted(MpsControl.PROGRAM));
    }
    for (String limit : LIMITS) {
      if (!environment.getOrDefault(limit, "").isBlank()) {
        throw new SharingException(
            sharing,
            "%s=%s would limit tenants, too; allowed: without it, or mps: { threads: ..., memory: ... }"
                .formatted(limit, environment.get(limit)));
      }
    }
    String visible = environment.getOrDefault(VISIBLE, "");
    List<String> devices = List.of(visible.split(","));
    for (int i = 0; i < devices.size(); i++) {
      String device = devices.get(i).strip();
      if (device.matches("\\d+") && !device.equals(String.valueOf(i))) {
        throw new SharingException(
            sharing,
            "%s=%s: the daemon numbers these GPUs anew from 0, so that tenants would not find theirs; allowed: their UUIDs (nvidia-smi -L)"
                .formatted(VISIBLE, visible));
      }
    }
  }

  /** A process that is younger than the file has the number of a daemon that has ended. */
  private static Optional<Long> runningDaemon(Path pipes) {
    try {
      Path file = pipes.resolve(MpsControl.PROGRAM + ".pid");
      Instant written = Files.getLastModifiedTime(file).toInstant().plus(CLOCKS_DIFFER);
      return Files.readAllLines(file).stream()
          .limit(1)
          .map(line -> Long.valueOf(line.strip()))
          .filter(
              pid ->
                  ProcessHandle.of(pid)
                      .filter(Proc::runs)
                      .filter(
                          one -> one.info().startInstant().orElse(written).compareTo(written) <= 0)
                      .isPresent())
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
