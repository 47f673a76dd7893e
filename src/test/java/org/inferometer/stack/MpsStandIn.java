package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inferometer.scenario.Sharing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An MPS daemon, played by a script that answers as NVIDIA's does. */
abstract class MpsStandIn {
  static final Sharing HALF = new Sharing(Sharing.Kind.MPS, 50, "10G");

  /** With -f the daemon, which has a server; without it asks that one. */
  static final String STAND_IN =
      """
      #!/bin/sh
      cd "$CUDA_MPS_PIPE_DIRECTORY" || exit 1
      if [ "$1" = -f ]; then
        sleep 1000 &
        echo $! > server
        trap 'kill $(cat server); exit 0' TERM
        echo "daemon $$"
        echo "server $(cat server)"
        echo $$ > nvidia-cuda-mps-control.pid
        wait
        exit
      fi
      if [ ! -e nvidia-cuda-mps-control.pid ]; then
        echo "Cannot find MPS control daemon process"
        exit 1
      fi
      read -r command what
      echo "$command $what" >> "$CUDA_MPS_LOG_DIRECTORY/asked"
      case "$command" in
        get_default_active_thread_percentage) cat threads 2>/dev/null || echo 100.0 ;;
        set_default_active_thread_percentage) echo "$what.0" | tee threads ;;
        get_server_list) cat server ;;
        get_client_list) cat clients 2>/dev/null ;;
        quit) kill "$(cat nvidia-cuda-mps-control.pid)" ;;
      esac
      exit 0
      """;

  @TempDir Path folder;
  final List<ProcessHandle> started = new ArrayList<>();

  @BeforeEach
  void writeStandIn() throws IOException {
    assumeThat(Path.of("/proc/self/environ")).exists();
    program(STAND_IN);
  }

  @AfterEach
  void endWhatATestHasLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  void program(String text) throws IOException {
    Path file = Files.writeString(folder.resolve(MpsControl.PROGRAM), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  MpsPartition start() {
    return start(folder);
  }

  static MpsPartition start(Path folder) {
    return start(folder, Duration.ofSeconds(20));
  }

  static MpsPartition start(Path folder, Duration patience) {
    String program = folder.resolve(MpsControl.PROGRAM).toString();
    return MpsPartition.start(HALF, program, 2, Set::of, folder.resolve("mps.log"), patience);
  }

  /** The daemon and its server, as they told their log. */
  List<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> all =
        Files.readAllLines(folder.resolve("mps.log")).stream()
            .filter(line -> line.matches("(daemon|server) \\d+"))
            .map(line -> ProcessHandle.of(Long.parseLong(line.split(" ")[1])).orElseThrow())
            .toList();
    started.addAll(all);
    assertThat(all).hasSize(2).allMatch(Proc::runs);
    return all;
  }

  static Path pipes(Partition partition) {
    return Path.of(partition.share("a").environment().get(MpsControl.FOLDER));
  }
}
