package org.inferometer.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inferometer.scenario.Sharing;
import org.inferometer.telemetry.Gpus;

/** Whether GPUs can be shared in a way here, before it is set up. */
final class GpuSharing {
  private static final Path STANDARD_PIPES = Path.of("/tmp/nvidia-mps");

  private GpuSharing() {}

  /** How many GPUs processes see. */
  static int devices() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    if (visible != null && !visible.isBlank()) {
      return visible.split(",").length;
    }
    try (Gpus gpus = Gpus.open()) {
      return gpus.describe().gpus().size();
    }
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
    String pipes = System.getenv(MpsControl.FOLDER);
    check(
        sharing,
        Optional.ofNullable(System.getenv("PATH")).orElse(""),
        pipes == null ? STANDARD_PIPES : Path.of(pipes));
  }

  static void check(Sharing sharing, String path, Path pipes) {
    if (sharing.kind() == Sharing.Kind.MPS
        && Stream.of(path.split(":"))
            .noneMatch(folder -> Files.isExecutable(Path.of(folder, MpsControl.PROGRAM)))) {
      throw new SharingException(
          sharing,
          "there is no program %s in the folders of PATH; it comes with NVIDIA's driver"
              .formatted(MpsControl.PROGRAM));
    }
    runningDaemon(pipes)
        .ifPresent(
            pid -> {
              throw new SharingException(
                  sharing,
                  "a daemon of MPS runs already (process %d, pipes in %s), whose GPUs are not only ours; allowed: to stop it (echo quit | %s), or no sharing"
                      .formatted(pid, pipes, MpsControl.PROGRAM));
            });
  }

  private static Optional<Long> runningDaemon(Path pipes) {
    try {
      List<String> lines = Files.readAllLines(pipes.resolve(MpsControl.PROGRAM + ".pid"));
      return lines.stream()
          .limit(1)
          .map(line -> Long.valueOf(line.strip()))
          .filter(pid -> ProcessHandle.of(pid).filter(Proc::runs).isPresent())
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
