package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of an MPS daemon, played by a script that answers as NVIDIA's does. */
@Timeout(60)
class MpsPartitionTest extends MpsStandIn {
  /** A server that computes by the daemon it is led to, or does not look for it. */
  private RunningStack tenant(String name, String first, Partition partition) {
    Stack small = RunningStackTest.launched("5s");
    List<String> command = new ArrayList<>(List.of("sh", "-c", first + "; exec \"$@\"", "sh"));
    command.addAll(small.launch().command());
    Launch l = small.launch();
    Launch launch = new Launch(false, command, l.environment(), l.ready(), l.timeout(), l.stop());
    Stack stack = new Stack(name, name, "openai", null, launch, Map.of("m", "m"), null);
    return RunningStack.start(
        stack,
        List.of(new Model("m", Path.of("/models/m"), null)),
        partition.share(name),
        folder,
        folder.resolve(name + ".log"),
        left -> {});
  }

  @Test
  void theDaemonHasItsLimitsAndKnowsItsClientsAndIsGoneAfterwards() throws Exception {
    List<ProcessHandle> processes;
    Path pipes;
    try (MpsPartition mps = start();
        RunningStack by = tenant("a", "echo $$ >> \"$CUDA_MPS_PIPE_DIRECTORY/clients\"", mps);
        RunningStack without = tenant("b", "true", mps)) {
      processes = processes();
      pipes = pipes(mps);
      assertThat(pipes).isDirectory();

      mps.require(by);
      assertThatThrownBy(() -> mps.require(without))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("stack b: none of its processes")
          .hasMessageContaining("is among the clients of MPS [" + by.pid().orElseThrow() + "]");
      assertThat(folder.resolve("mps/asked"))
          .content()
          .contains(
              "set_default_active_thread_percentage 50",
              "set_default_device_pinned_mem_limit 0 10G",
              "set_default_device_pinned_mem_limit 1 10G");
    }
    assertThat(folder.resolve("mps/asked")).content().endsWith("quit \n");
    assertThat(processes).noneMatch(Proc::runs);
    assertThat(pipes).doesNotExist();
  }

  @Test
  void aStackOfSeveralProcessesComputesByTheDaemonWithAllOfThemThatComputeOnAGpu()
      throws Exception {
    Set<Long> computing = new HashSet<>(Set.of(ProcessHandle.current().pid()));
    String program = folder.resolve(MpsControl.PROGRAM).toString();
    String twoProcesses =
        "echo $$ >> \"$CUDA_MPS_PIPE_DIRECTORY/clients\"; sleep 1000 & echo $! > part";
    try (MpsPartition mps =
            MpsPartition.start(HALF, program, 1, () -> computing, folder.resolve("mps.log"));
        RunningStack stack = tenant("a", twoProcesses, mps)) {
      processes();
      long part = Long.parseLong(Files.readString(folder.resolve("part")).strip());
      assertThat(stack.pids()).contains(part);
      mps.require(stack);

      computing.add(stack.pid().orElseThrow());
      mps.require(stack);
      computing.add(part);
      assertThatThrownBy(() -> mps.require(stack))
          .isInstanceOf(StackException.class)
          .hasMessageContaining(
              "stack a: its processes [" + part + "] compute on GPUs, but are not")
          .hasMessageContaining("a part of it computes without");

      Files.writeString(pipes(mps).resolve("clients"), part + "\n", StandardOpenOption.APPEND);
      mps.require(stack);
    }
  }

  @Test
  void aDaemonThatDoesNotStartIsToldWithItsWords() throws IOException {
    program("#!/bin/sh\necho no permission\nexit 1\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(SharingException.class)
        .hasMessageContaining("sharing: mps, 50 % of threads, 10G: the daemon cannot be started")
        .hasMessageContaining("no permission");
  }

  @Test
  void aLimitThatIsNotTakenIsTold() throws IOException {
    program(STAND_IN.replace("echo \"$what.0\" | tee threads", "echo 100.0"));

    assertThatThrownBy(this::start)
        .hasMessageContaining("asked for 50 % of threads, it says 100.0");
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(one -> one.info().commandLine().orElse("").contains(folder.toString()));
  }

  @Test
  void whatIsMissingOrInTheWayIsSaidBefore() throws IOException {
    Path pipes = Files.createDirectory(folder.resolve("pipes"));
    check(folder.toString(), pipes);

    assertThatThrownBy(() -> check("/nowhere:/else", pipes))
        .isInstanceOf(SharingException.class)
        .hasMessageContaining("there is no program nvidia-cuda-mps-control");

    long alive = ProcessHandle.current().pid();
    Path file = Files.writeString(pipes.resolve("nvidia-cuda-mps-control.pid"), alive + "\n");
    assertThatThrownBy(() -> check(folder.toString(), pipes))
        .hasMessageContaining("a daemon of MPS runs already (process " + alive)
        .hasMessageContaining("echo quit");

    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    check(folder.toString(), pipes);
  }

  private static void check(String path, Path pipes, String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", path);
    environment.put(MpsControl.FOLDER, pipes.toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    GpuSharing.check(HALF, environment);
  }

  @Test
  void whatServersInheritThatMpsTakesOtherwiseIsSaidBefore() throws IOException {
    Path pipes = Files.createDirectory(folder.resolve("pipes"));
    String path = folder.toString();

    assertThatThrownBy(() -> check(path, pipes, "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "30"))
        .hasMessageContaining("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE=30 would limit tenants, too");
    assertThatThrownBy(() -> check(path, pipes, "CUDA_MPS_PINNED_DEVICE_MEM_LIMIT", "0=6G"))
        .hasMessageContaining("CUDA_MPS_PINNED_DEVICE_MEM_LIMIT=0=6G would limit");
    assertThatThrownBy(() -> check(path, pipes, "CUDA_VISIBLE_DEVICES", "1"))
        .hasMessageContaining("CUDA_VISIBLE_DEVICES=1: the daemon numbers these GPUs anew")
        .hasMessageContaining("allowed: their UUIDs");
    assertThatThrownBy(() -> check(path, pipes, "CUDA_VISIBLE_DEVICES", "0,2"))
        .hasMessageContaining("CUDA_VISIBLE_DEVICES=0,2");
    check(path, pipes, "CUDA_VISIBLE_DEVICES", "0, 1");
    check(path, pipes, "CUDA_VISIBLE_DEVICES", "GPU-8a, GPU-3b");
    for (String none : List.of("", "-1", "NoDevFiles", "-1,0")) {
      assertThatThrownBy(() -> check(path, pipes, "CUDA_VISIBLE_DEVICES", none))
          .as(none)
          .hasMessageContaining("CUDA_VISIBLE_DEVICES=" + none + " leaves no GPU visible");
    }
  }

  @Test
  void foldersMayHaveBlanks() throws Exception {
    folder = Files.createDirectory(folder.resolve("a folder of \"mine\""));
    program(STAND_IN);
    List<ProcessHandle> processes;
    try (MpsPartition mps = start()) {
      processes = processes();
      assertThat(pipes(mps)).isDirectory();
    }
    assertThat(processes).noneMatch(Proc::runs);
    assertThat(folder.resolve("mps")).isDirectoryContaining("glob:**/asked");
    assertThat(folder.resolve("mps")).isDirectoryNotContaining("glob:**/answer*");
  }

  @Test
  void twoRunsHaveEachADaemonOfTheirOwn() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (MpsPartition one = start()) {
      List<ProcessHandle> ofOne = processes();
      try (MpsPartition two =
          MpsPartition.start(
              HALF,
              folder.resolve(MpsControl.PROGRAM).toString(),
              1,
              Set::of,
              other.resolve("mps.log"))) {
        assertThat(pipes(one)).isNotEqualTo(pipes(two));
      }
      assertThat(ofOne).allMatch(Proc::runs);
      assertThat(pipes(one)).isDirectory();
    }
  }

  @Test
  void withoutAGpuThereIsNothingToShare() {
    assumeThat(GpuSharing.devices()).isZero();

    assertThatThrownBy(() -> Partition.check(HALF, List.of(RunningStackTest.launched("5s"))))
        .isInstanceOf(SharingException.class)
        .hasMessageContaining("no GPU")
        .hasMessageContaining("allowed: processors: shared, processors: split");
  }

  @Test
  void withoutMpsNoDaemonIsFound() {
    Partition sliced =
        Partition.of(
            new Sharing(Sharing.Kind.TIME_SLICING), List.of(), folder.resolve("logs/mps.log"));

    assertThat(pipes(sliced)).doesNotExist();
  }
}
