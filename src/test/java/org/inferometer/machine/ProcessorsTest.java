package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each test binds a thread of its own, so that the virtual machine of the tests stays as it is. */
class ProcessorsTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void areThoseThatTheKernelAllows() throws IOException {
    String allowed =
        Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip().replace(",", ""))
            .findFirst()
            .orElseThrow();

    assertThat(Processors.ofThisThread().count())
        .isEqualTo(new BigInteger(allowed, 16).bitCount())
        .isPositive();
  }

  @Test
  void theLastAndTheOthersAreAllOfThem() {
    Processors all = Processors.ofThisThread();
    assumeTrue(all.count() > 1, "one processor has nothing to divide");

    assertThat(all.last().count()).isEqualTo(1);
    assertThat(all.butLast() + "," + all.last()).isEqualTo(all.toString());
  }

  @Test
  void partsAreOfTheSameSizeAndHaveNothingInCommon() {
    Processors all = Processors.ofThisThread();
    assumeTrue(all.count() > 1, "one processor has nothing to divide");

    List<Processors> parts = all.split(2);

    assertThat(parts).hasSize(2).allMatch(all::containsAll).allMatch(one -> one.count() > 0);
    assertThat(parts.get(0).containsAll(parts.get(1))).isFalse();
    assertThat(parts.get(0).count()).isEqualTo(parts.get(1).count());
    assertThat(all.split(1).get(0)).hasToString(all.toString());
    assertThatThrownBy(() -> all.split(all.count() + 1))
        .hasMessageContaining("cannot be split into " + (all.count() + 1) + " parts");
  }

  @Test
  void aBoundThreadStaysOnItsProcessorsAndSoDoesWhatItStarts() throws Exception {
    Processors last = Processors.ofThisThread().last();
    assumeTrue(last.count() > 0, "one processor has nothing to divide");

    String inherited =
        inAThread(
            () -> {
              last.bindThisThread();
              return inAThread(() -> Processors.ofThisThread().toString());
            });

    assertThat(inherited).isEqualTo(last.toString());
    assertThat(Processors.ofThisThread().toString()).isNotEqualTo(last.toString());
  }

  @Test
  void theOnlyProcessorIsLeftToEverybody() throws Exception {
    String after =
        inAThread(
            () -> {
              Processors one = Processors.ofThisThread().last();
              one.bindThisThread();
              Processors.ofThisThread().last().bindThisThread();
              assertThat(Processors.ofThisThread().last().count()).isZero();
              assertThat(Processors.ofThisThread().butLast()).hasToString(one.toString());
              return Processors.ofThisThread().toString();
            });

    assertThat(after).isEqualTo(inAThread(() -> Processors.ofThisThread().last().toString()));
  }

  private static String inAThread(Callable<String> what) throws Exception {
    FutureTask<String> task = new FutureTask<>(what);
    new Thread(task, "bound").start();
    return task.get();
  }
}
