package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each test binds a thread of its own, so that the virtual machine of the tests stays as it is. */
class ProcessorsTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void aThreadMayRunOnAsManyProcessorsAsTheVirtualMachineSees() throws Exception {
    String seen = inAThread(() -> Integer.toString(Processors.ofThisThread().count()));

    assertThat(seen).isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void theLastAndTheOthersAreAllOfThem() {
    Processors all = Processors.ofThisThread();
    assumeTrue(all.count() > 1, "one processor has nothing to divide");

    assertThat(all.last().count()).isEqualTo(1);
    assertThat(all.butLast() + "," + all.last()).isEqualTo(all.toString());
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
