package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.inferometer.machine.Processors;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where servers of tenants really run, as they and the kernel say. */
@Timeout(60)
class ProcessorPartitionTest {
  private static final Model MODEL = new Model("m", Path.of("/models/m"), null);
  private static final Sharing SPLIT = new Sharing(Sharing.Kind.PROCESSORS_SPLIT);
  private static final Sharing SHARED = new Sharing(Sharing.Kind.PROCESSORS_SHARED);

  @TempDir Path folder;

  @BeforeEach
  void needsTwoProcessors() {
    assumeTrue(Processors.ofThisThread().count() > 1, "one processor has nothing to divide");
  }

  /** Its shell and a child of that say where they may run, before the server starts. */
  private static Stack tenant(String name, String first) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "grep Cpus_allowed_list /proc/self/status; "
                    + first
                    + " (sh -c 'grep Cpus_allowed_list /proc/self/status'); exec \"$@\"",
                "sh"));
    Stack small = RunningStackTest.launched("5s");
    command.addAll(small.launch().command());
    Launch l = small.launch();
    Launch launch = new Launch(false, command, l.environment(), l.ready(), l.timeout(), l.stop());
    return new Stack(name, name, "openai", null, launch, small.models(), null);
  }

  private RunningStack start(Stack stack, Partition partition) {
    return RunningStack.start(
        stack, List.of(MODEL), partition.share(stack.name()), folder, log(stack), left -> {});
  }

  private Path log(Stack stack) {
    return folder.resolve(stack.name() + ".log");
  }

  private List<Processors> allowed(RunningStack stack) {
    return Proc.threads(stack.pid().orElseThrow()).stream().map(Processors::ofProcess).toList();
  }

  @Test
  void eachHasProcessorsOfItsOwnAndSoHasWhatItStarts() throws Exception {
    Processors all = Processors.ofThisThread();
    Stack a = tenant("a", "");
    Stack b = tenant("b", "");
    try (Partition partition = Partition.of(SPLIT, List.of(a, b), log(a));
        RunningStack one = start(a, partition);
        RunningStack other = start(b, partition)) {
      partition.require(one);
      partition.require(other);

      Processors ofA = partition.share("a").processors();
      Processors ofB = partition.share("b").processors();
      assertThat(ofA.containsAll(ofB)).isFalse();
      assertThat(ofA.count()).isEqualTo(ofB.count());
      assertThat(allowed(one)).hasSizeGreaterThan(1).allMatch(ofA::containsAll);
      assertThat(allowed(other)).hasSizeGreaterThan(1).allMatch(ofB::containsAll);
      assertThat(partition.told("a").orElseThrow()).contains("a runs on processor", ofA.toString());
      if (ofA.count() == 1) {
        assertThat(Files.readAllLines(log(a)))
            .filteredOn(line -> line.startsWith("Cpus_allowed_list"))
            .containsExactlyElementsOf(Collections.nCopies(2, "Cpus_allowed_list:\t" + ofA));
      }
    }
    assertThat(Processors.ofThisThread()).as("ours").hasToString(all.toString());
  }

  @Test
  void sharedProcessorsAreEverybodys() {
    Stack a = tenant("a", "");
    try (Partition partition = Partition.of(SHARED, List.of(a, tenant("b", "")), log(a));
        RunningStack one = start(a, partition)) {
      partition.require(one);

      assertThat(partition.share("b").processors())
          .hasToString(partition.share("a").processors().toString())
          .hasToString(Processors.ofThisThread().toString());
      assertThat(partition.told("a").orElseThrow()).endsWith(", as all tenants do");
    }
  }

  @Test
  void aServerThatLeavesItsProcessorsIsFound() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")));
    String everywhere = Processors.ofThisThread().toString();
    Stack a = tenant("a", "taskset -cp " + everywhere + " $$;");
    try (Partition partition = Partition.of(SPLIT, List.of(a, tenant("b", "")), log(a));
        RunningStack one = start(a, partition)) {
      assertThatThrownBy(() -> partition.require(one))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("stack a: it was started on processors")
          .hasMessageContaining("has set out for " + everywhere);
    }
  }

  @Test
  void whatCannotBeHadIsSaid() {
    int processors = Processors.ofThisThread().count();
    List<Stack> many = Collections.nCopies(processors + 1, tenant("a", ""));

    assertThatThrownBy(() -> Partition.check(SPLIT, many))
        .isInstanceOf(SharingException.class)
        .hasMessageContaining("sharing: processors split: there are " + many.size() + " tenants")
        .hasMessageContaining("only " + processors + " processors");
    Partition.check(SHARED, many);

    Stack a = tenant("a", "");
    Launch l = a.launch();
    Launch docker =
        new Launch(
            false, List.of("docker", "run", "vllm"), Map.of(), l.ready(), l.timeout(), l.stop());
    Stack contained = new Stack("c", "c", "openai", null, docker, Map.of("m", "m"), null);
    assertThatThrownBy(() -> Partition.check(SHARED, List.of(a, contained)))
        .hasMessageContaining("c is no process of this program's, but a container");
  }
}
