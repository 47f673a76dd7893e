package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.machine.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SamplerTest {
  private static final Gpus NO_GPU = Gpus.open(List.of("libnot-there.so.1"));
  private static final double MIB = 1 << 20;

  @TempDir Path folder;
  private Process process;

  @AfterEach
  void endProcess() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void readsHostAndStackOnTheClockOfTheRequests() throws Exception {
    process = new ProcessBuilder("sh", "-c", "sleep 100 & sleep 100").start();
    Path file = folder.resolve("samples.jsonl");
    long before = Clock.nanos();
    try (Sampler sampler = Sampler.start(file, Duration.ofMillis(20), NO_GPU)) {
      sampler.awaitReadings(3);
      awaitChildren(2);
      sampler.watch("s", process.pid());
      sampler.awaitReadings(5);
    }
    long after = Clock.nanos();

    List<Sample> samples = read(file);
    assertThat(samples).extracting(Sample::source).startsWith("host", "host").contains("stack:s");
    Map<String, Double> cost = last(samples, "sampler:machine").values();
    assertThat(cost).containsKeys("readings", "missed");
    assertThat(cost.get("cpuSeconds")).isPositive().isLessThan(cost.get("seconds"));
    assertThat(samples).extracting(Sample::at).isSorted().allMatch(at -> at > before && at < after);
    Sample host = last(samples, "host");
    assertThat(host.values().get("memoryUsedBytes")).isGreaterThan(10 * MIB);
    assertThat(host.values().get("memoryAvailableBytes")).isGreaterThan(10 * MIB);
    assertThat(host.values().get("cpuShare")).isBetween(0.0, 1.0);
    Sample stack = last(samples, "stack:s");
    assertThat(stack.values()).containsEntry("processes", 3.0);
    assertThat(stack.values().get("residentBytes")).isBetween(0.1 * MIB, 100 * MIB);
    assertThat(stack.values().get("cpuSeconds")).isNotNegative();
  }

  @Test
  void saysWhereTheReadingsOfTheIdleMachineEnd() throws Exception {
    Path file = folder.resolve("samples.jsonl");
    try (Sampler sampler = Sampler.start(file, Duration.ofMillis(20), NO_GPU)) {
      sampler.readIdle(3);
    }
    List<Sample> samples = read(file);
    long end = last(samples, "idle").at();
    assertThat(samples)
        .filteredOn(one -> one.source().equals("host") && one.at() < end)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void readsThisProcessAsTheSystemDoes() throws Exception {
    try (TreeProbe tree = TreeProbe.open(ProcessHandle.current().pid())) {
      double before = tree.read().get("residentBytes");
      byte[][] memory = new byte[64][];
      for (int i = 0; i < memory.length; i++) {
        memory[i] = new byte[(int) MIB];
        java.util.Arrays.fill(memory[i], (byte) 1);
      }
      Map<String, Double> values = tree.read();
      double cpuMillis = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();

      assertThat(values.get("residentBytes"))
          .isGreaterThan(20 * MIB)
          .isLessThan(before + 1024 * MIB);
      assertThat(values.get("cpuSeconds")).isBetween(cpuMillis / 2000, cpuMillis / 1000 + 0.1);
      assertThat(memory).hasDimensions(64, (int) MIB);
    }
  }

  @Test
  void saysNothingOfAProcessThatIsGone() throws Exception {
    process = new ProcessBuilder("sleep", "100").start();
    try (TreeProbe tree = TreeProbe.open(process.pid())) {
      assertThat(tree.read()).containsKey("residentBytes");
      process.destroyForcibly().waitFor();
      assertThat(tree.read()).isEmpty();
      assertThat(tree.pids()).isEmpty();
    }
  }

  @Test
  void linuxAndOtherProbesAgree() throws Exception {
    process = new ProcessBuilder("sh", "-c", "sleep 100 & sleep 100").start();
    awaitChildren(2);
    try (TreeProbe tree = TreeProbe.open(process.pid());
        TreeProbe other = new OtherTree(process.pid());
        HostProbe host = HostProbe.open();
        HostProbe otherHost = new OtherHost()) {
      double resident = tree.read().get("residentBytes");
      assertThat(other.read().get("residentBytes")).isBetween(resident / 2, resident * 2);
      assertThat(other.pids()).isEqualTo(tree.pids());
      assertThat(otherHost.read().get("memoryUsedBytes"))
          .isBetween(
              host.read().get("memoryUsedBytes") - 2048 * MIB,
              host.read().get("memoryUsedBytes") + 2048 * MIB);
    }
  }

  @Test
  void endsTheReadingOfAStackOnly() throws Exception {
    Path file = folder.resolve("samples.jsonl");
    try (Sampler sampler = Sampler.start(file, Duration.ofMillis(10), NO_GPU)) {
      sampler.watch("s", ProcessHandle.current().pid());
      sampler.awaitReadings(2);
      sampler.unwatch("s");
      sampler.awaitReadings(3);
    }
    List<Sample> samples = read(file);
    assertThat(samples.subList(samples.size() - 3, samples.size() - 1))
        .extracting(Sample::source)
        .containsOnly("host");
  }

  @Test
  void aSlowSourceKeepsNobodyWaitingAndItsMissedReadingsAreCounted() throws Exception {
    Path file = folder.resolve("samples.jsonl");
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (Sampler sampler = Sampler.start(file, Duration.ofMillis(10), NO_GPU)) {
      sampler.add(
          new Source() {
            @Override
            public String name() {
              return "server:slow";
            }

            @Override
            public Optional<Duration> interval() {
              return Optional.of(Duration.ofMillis(10));
            }

            @Override
            public Map<String, Double> read() throws IOException {
              if (asked.incrementAndGet() == 2) {
                throw new IOException("no answer this time");
              }
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return Map.of("running", 3.0);
            }

            @Override
            public void close() {
              answer.countDown();
            }
          });
      sampler.awaitReadings(5);
      answer.countDown();
      while (asked.get() < 3) {
        sampler.awaitReadings(1);
      }
    }
    List<Sample> samples = read(file);
    assertThat(last(samples, "server:slow").values()).containsOnly(Map.entry("running", 3.0));
    Map<String, Double> cost = last(samples, "sampler:server:slow").values();
    assertThat(cost.get("missed")).as("five ticks, of which one was read late").isGreaterThan(3);
    assertThat(cost.get("readings")).isGreaterThanOrEqualTo(1);
    assertThat(cost.get("cpuSeconds")).isLessThan(cost.get("seconds"));
  }

  @Test
  void tellsWhenReadingsCouldNotBeWritten() throws Exception {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    Sampler sampler = Sampler.start(full, Duration.ofMillis(10), NO_GPU);
    sampler.awaitReadings(1);

    assertThatThrownBy(sampler::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("telemetry ended early");
  }

  @Test
  void tellsWhenASourceFailedInAWayThatNobodyExpected() throws Exception {
    Sampler sampler = Sampler.start(folder.resolve("samples.jsonl"), Duration.ofMillis(10), NO_GPU);
    sampler.add(
        new Source() {
          @Override
          public String name() {
            return "odd";
          }

          @Override
          public Map<String, Double> read() {
            throw new IllegalStateException("no number");
          }

          @Override
          public void close() {}
        });
    sampler.awaitReadings(2);

    assertThatThrownBy(sampler::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("telemetry ended early: no number");
  }

  @Test
  void describesTheMachine() {
    HostDescription host = HostDescription.of(NO_GPU);

    assertThat(host.cpu()).isNotBlank();
    assertThat(host.cores()).isPositive();
    assertThat(host.memoryBytes()).isGreaterThan((long) (100 * MIB));
    assertThat(host.gpus().status()).isEqualTo("no GPU (no libnot-there.so.1)");
  }

  private void awaitChildren(int count) {
    while (process.descendants().count() < count) {
      Thread.onSpinWait();
    }
    assertThat(process.isAlive()).isTrue();
  }

  private static Sample last(List<Sample> samples, String source) {
    return samples.stream()
        .filter(sample -> sample.source().equals(source))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static List<Sample> read(Path file) throws IOException {
    JsonMapper json = new JsonMapper();
    List<Sample> samples = new java.util.ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      samples.add(json.readValue(line, Sample.class));
    }
    return samples;
  }
}
