package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binding against a library with the layout of the real one, compiled here. */
class GpusTest {
  private static final double GIB = 1 << 30;

  @TempDir static Path folder;

  @Test
  void readsEveryGpu() throws Exception {
    try (Gpus gpus = Gpus.open(List.of(stub("new")))) {
      assertThat(gpus.describe())
          .isEqualTo(
              new Gpus.Description(
                  "ok",
                  "580.65.06",
                  "13.580.65.06",
                  List.of(
                      new Gpus.Gpu(
                          0, null, "Stub H200", "GPU-0000", 141L << 30, 700.0, 4.916736e12),
                      new Gpus.Gpu(
                          1, null, "Stub H200", "GPU-1111", 141L << 30, 700.0, 4.916736e12))));
      NvmlDevice first = gpus.devices().get(0);
      assertThat(first.read())
          .containsOnly(
              Map.entry("memoryUsedBytes", 7 * GIB),
              Map.entry("utilizationPercent", 87.0),
              Map.entry("memoryUtilizationPercent", 42.0),
              Map.entry("powerWatts", 412345 * 1e-3),
              Map.entry("energyJoules", 9876543210123L * 1e-3),
              Map.entry("temperatureCelsius", 61.0),
              Map.entry("smClockMegahertz", 1980.0),
              Map.entry("memoryClockMegahertz", 2619.0),
              Map.entry("processes", 3.0),
              Map.entry("throttleReasons", (double) 0x44));
      assertThat(first.processes())
          .containsOnly(
              Map.entry(4000000000L, GIB),
              Map.entry(4000000001L, 2 * GIB),
              Map.entry(4000000002L, Double.NaN));
      assertThat(gpus.computing()).containsExactlyInAnyOrder(4000000000L, 4000000001L, 4000000002L);
    }
  }

  @Test
  void leavesOutWhatAGpuRefuses() throws Exception {
    try (Gpus gpus = Gpus.open(List.of(stub("new")))) {
      NvmlDevice second = gpus.devices().get(1);
      assertThat(second.read())
          .containsKeys("memoryUsedBytes", "energyJoules")
          .doesNotContainKeys("utilizationPercent", "powerWatts")
          .containsEntry("processes", 0.0);
      assertThat(second.processes()).isEmpty();
    }
  }

  @Test
  void fallsBackToOlderFunctions() throws Exception {
    try (Gpus gpus = Gpus.open(List.of("libnot-there.so.1", stub("old", "-DOLD")))) {
      NvmlDevice first = gpus.devices().get(0);
      assertThat(first.read())
          .containsEntry("memoryUsedBytes", 5 * GIB)
          .containsEntry("throttleReasons", 4.0)
          .containsEntry("temperatureCelsius", 61.0);
      assertThat(first.processes()).hasSize(3);
      assertThat(first.describe().memoryTotalBytes()).isEqualTo(150L << 30);
      assertThat(first.describe().memoryBytesPerSecond()).isNull();
    }
  }

  @Test
  void readsThePartsOfADividedGpu() throws Exception {
    try (Gpus gpus = Gpus.open(List.of(stub("divided", "-DMIG", "-DTEMPERATURE_V")))) {
      List<NvmlDevice> devices = gpus.devices();
      assertThat(devices).extracting(NvmlDevice::name).containsExactly("gpu:0", "gpu:0.2", "gpu:1");
      assertThat(gpus.describe().gpus().get(1))
          .isEqualTo(new Gpus.Gpu(0, 2, "Stub H200", "MIG-2222", 35L << 30, null, null));
      assertThat(devices.get(1).read())
          .containsOnly(Map.entry("memoryUsedBytes", 3 * GIB), Map.entry("processes", 3.0));
      assertThat(devices.get(0).read())
          .as("of its processes each has a part")
          .doesNotContainKey("processes")
          .containsEntry("temperatureCelsius", 59.0)
          .containsKey("energyJoules");
    }
  }

  @Test
  void saysWhyThereIsNoGpu() throws Exception {
    try (Gpus none = Gpus.open(List.of("libnot-there.so.1"))) {
      assertThat(none.describe())
          .isEqualTo(new Gpus.Description("no GPU (no libnot-there.so.1)", null, null, List.of()));
      assertThat(none.devices()).isEmpty();
      assertThat(none.computing()).isEmpty();
    }
    try (Gpus none = Gpus.open(List.of(stub("driverless", "-DNO_DRIVER")))) {
      assertThat(none.describe().status()).isEqualTo("no GPU (nvmlInit_v2: DRIVER_NOT_LOADED)");
    }
  }

  @Test
  void opensOnAnyMachine() {
    try (Gpus gpus = Gpus.open()) {
      assertThat(gpus.describe().status()).matches("ok|no GPU \\(.+\\)");
    }
  }

  @Test
  void tellsWhichStackComputesOnWhichGpu() throws Exception {
    Process stack = new ProcessBuilder("sleep", "100").start();
    Path file = folder.resolve("samples.jsonl");
    try (Gpus gpus = Gpus.open(List.of(stub("computing", "-DPID=" + stack.pid())));
        Sampler sampler = Sampler.start(file, Duration.ofMillis(20), gpus)) {
      sampler.watch("a", stack.pid());
      sampler.awaitReadings(3);
      assertThat(sampler.temperatures(List.of("a"))).containsExactly(Map.entry("gpu:0", 61.0));
      assertThat(sampler.temperatures(List.of("unknown"))).containsKey("gpu:0");
      try (MemoryWatch memory = sampler.watchMemory("a")) {
        memory.loaded();
        sampler.awaitReadings(2);
        assertThat(memory.levels().get("gpu:0"))
            .isEqualTo(new MemoryWatch.Levels(7L << 30, 7L << 30, 7L << 30));
        assertThat(memory.levels().get("host").before()).isPositive();
        assertThat(memory.levels().get("stack:a").before()).isNull();
        assertThat(memory.levels().get("stack:a").loaded()).isPositive();
      }
    } finally {
      stack.destroyForcibly();
    }
    assertThat(last(file, "gpu:0")).containsEntry("processes", 3.0);
    assertThat(last(file, "gpu:1")).containsEntry("processes", 0.0);
    assertThat(last(file, "stack:a"))
        .containsEntry("processes@gpu:0", 1.0)
        .containsEntry("gpuMemoryBytes", GIB)
        .doesNotContainKey("processes@gpu:1");
  }

  private static Map<String, Double> last(Path file, String source) throws IOException {
    Map<String, Double> last = Map.of();
    for (String line : Files.readAllLines(file)) {
      Sample sample = new JsonMapper().readValue(line, Sample.class);
      last = sample.source().equals(source) ? sample.values() : last;
    }
    return last;
  }

  private static String stub(String name, String... options) throws Exception {
    Path library = folder.resolve(name).resolve("libnvidia-ml.so.1");
    if (!Files.exists(library)) {
      Files.createDirectories(library.getParent());
      compile(library, options);
    }
    return library.toString();
  }

  private static void compile(Path library, String... options) throws Exception {
    assumeTrue(Platform.isLinux() && Platform.is64Bit(), "the stub is for 64-bit Linux");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString()));
    command.addAll(List.of(options));
    command.add("src/test/resources/org/inferometer/telemetry/nvml-stub.c");
    Process gcc;
    try {
      gcc = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      assumeTrue(false, "no gcc here to compile the stub of NVML with");
      return;
    }
    assertThat(gcc.waitFor()).isZero();
  }
}
