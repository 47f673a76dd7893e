package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that do not listen to SIGTERM, by a stand-in of docker. */
@Timeout(120)
class ContainersTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);

  /**
   * A container is a process without our environment or parents, that ignores SIGTERM, and a file
   * with the name of its label; as the daemon's it does not end with its client. It is called what
   * its control group is, or else what is in the file called id.
   */
  private static final String DOCKER =
      """
      #!/bin/sh
      here=$(dirname "$0")/containers
      command=$1; shift
      case $command in
        run)
          mkdir -p "$here"; label=$2; shift 2
          (setsid env -i PATH="$PATH" sh -c 'trap "" TERM; echo $$ > "$0"; exec "$@"' \\
            "$here/$label" "$@" > "$here/output" 2>&1 &)
          trap "" TERM
          while true; do sleep 1; done ;;
        ps)
          file=$here/${4#label=}
          [ ! -e "$file" ] || ! kill -0 $(cat "$file") 2>/dev/null ||
            cat "$here/id" 2>/dev/null || tail -n 1 /proc/$(cat "$file")/cgroup ;;
        inspect)
          cat "$here"/org.inferometer.* ;;
        kill)
          kill -9 $(cat "$here"/org.inferometer.*); echo "$@" ;;
      esac
      """;

  @TempDir Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();

  @BeforeEach
  void writeDocker() throws IOException {
    assumeThat(Path.of("/proc/self/environ")).exists();
    Path docker = Files.writeString(folder.resolve("docker"), DOCKER);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void endWhatATestHasLeft() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aContainerThatIgnoresSigtermEndsWithItsStack() throws Exception {
    RunningStack stack = RunningStack.start(inContainer(folder), MODEL, folder, log());
    ProcessHandle container = container();
    assertThat(Proc.runs(container)).isTrue();

    stack.close();

    awaitEnd(container);
  }

  @Test
  void soDoesOneOfAProgramThatIsKilled() throws Exception {
    Process program =
        new ProcessBuilder(
                "setsid",
                OwnProgram.java(),
                "-cp",
                OwnProgram.classPath(),
                getClass().getName(),
                log().toString())
            .redirectErrorStream(true)
            .start();
    started.add(program.toHandle());
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    ProcessHandle container = container();

    program.destroyForcibly().waitFor();

    awaitEnd(container);
    while (!Files.readString(log()).contains("inferometer: ended container ")) {
      Thread.sleep(20);
    }
  }

  @Test
  void whatServesIsTheContainerAndNotItsClient() throws Exception {
    try (RunningStack stack = RunningStack.start(inContainer(folder), MODEL, folder, log())) {
      assertThat(stack.root()).hasValue(container().pid());
      assertThat(stack.pid().orElseThrow()).isNotEqualTo(container().pid());
    }
  }

  @Test
  void aContainerOfAnotherMachineHasNoProcessHere() throws Exception {
    Files.createDirectories(folder.resolve("containers"));
    Files.writeString(folder.resolve("containers/id"), "0123456789abcdef\n");
    try (RunningStack stack = RunningStack.start(inContainer(folder), MODEL, folder, log())) {
      assertThat(stack.root()).isEmpty();
      assertThat(Proc.runs(container())).isTrue();
    }
  }

  @Test
  void knowsACommandThatRunsAContainer() {
    Mark mark = Mark.next(Path.of("log"));
    List<String> command = List.of("sudo", "/usr/bin/podman", "--remote", "run", "--rm", "image");

    Containers found = containers(command, mark).orElseThrow();

    assertThat(found.client()).containsExactly("sudo", "/usr/bin/podman", "--remote");
    assertThat(found.labelled(command))
        .containsExactly(
            "sudo",
            "/usr/bin/podman",
            "--remote",
            "run",
            "--label",
            "org.inferometer.launch=" + mark.launch(),
            "--rm",
            "image");
    assertThat(containers(List.of("vllm", "serve", "run"), mark)).isEqualTo(Optional.empty());
    assertThat(containers(List.of("run", "docker"), mark)).isEqualTo(Optional.empty());
  }

  private Optional<Containers> containers(List<String> command, Mark mark) {
    return Containers.of(command, mark, Map.of(), folder);
  }

  @Test
  void aClientThatIsNotThereHoldsNothingUp() {
    Containers containers =
        new Containers(List.of(folder + "/nowhere/docker"), "x", Map.of(), folder);

    assertThat(containers.end()).isEmpty();
    assertThat(containers.root()).isEmpty();
  }

  /** A program that starts a stack and waits: to be killed. */
  public static void main(String[] args) throws InterruptedException {
    Path log = Path.of(args[0]);
    RunningStack.start(inContainer(log.getParent()), MODEL, log.getParent(), log);
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static Stack inContainer(Path folder) {
    Stack stack = RunningStackTest.launched("1s");
    List<String> command = new ArrayList<>(List.of(folder.resolve("docker").toString(), "run"));
    command.addAll(stack.launch().command());
    Launch l = stack.launch();
    Launch launch = new Launch(false, command, l.environment(), l.ready(), l.timeout(), l.stop());
    return new Stack("s", "s", "openai", null, launch, stack.models(), null);
  }

  private ProcessHandle container() throws IOException {
    try (var files = Files.list(folder.resolve("containers"))) {
      Path file =
          files
              .filter(one -> one.getFileName().toString().startsWith("org.inferometer"))
              .findFirst()
              .orElseThrow();
      ProcessHandle found =
          ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
      started.add(found);
      return found;
    }
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    while (Proc.runs(process)) {
      Thread.sleep(50);
    }
  }

  private Path log() {
    return folder.resolve("s.log");
  }
}
