package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.HandMade.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** Readings of the machine in the window of a trial. */
class RunReadingsTest extends OneStack {
  @Test
  void aReadingThatIsNoNumberIsUnknownNotZero() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130));
    Files.write(
        root.resolve("samples.jsonl"),
        "{\"at\":110000000,\"source\":\"gpu:0\",\"values\":{\"memoryUsedBytes\":null}}\n\u00ff\n"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

    Run read = Run.read(root);

    assertThat(read.trials().get(0).estimate(Metric.GPU_MEMORY_PEAK).isPresent()).isFalse();
    assertThat(read.problems()).anyMatch(line -> line.contains("samples.jsonl, line 2"));
  }

  @Test
  void missingSamplesAreTold() {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130));

    assertThat(Run.read(root).problems())
        .anyMatch(line -> line.contains("samples.jsonl is missing"));
  }

  @Test
  void telemetryIsReadWithinTheWindowAndAboveIdle() throws IOException {
    run.write("a", 2, HandMade.ok(1, 1000, 1500, 1998));
    StringBuilder samples = new StringBuilder();
    long mib = 1 << 20;
    for (long millis = 0; millis <= 3000; millis += 100) {
      long used = millis < 500 ? 1000 * mib : (2000 + millis) * mib;
      long at = millis * 1_000_000;
      samples.append(
          "{\"at\":%d,\"source\":\"gpu:0\",\"values\":{\"memoryUsedBytes\":%d,\"powerWatts\":50}}\n"
              .formatted(at, used));
      if (millis >= 500) {
        samples.append(
            "{\"at\":%d,\"source\":\"stack:a\",\"values\":{\"residentBytes\":%d}}\n"
                .formatted(at, 10 * mib));
      }
    }
    Files.writeString(root.resolve("samples.jsonl"), samples);

    TrialResult trial = run.read("a");

    assertThat(value(trial, Metric.GPU_MEMORY_PEAK)).isCloseTo(4000, EXACT);
    assertThat(value(trial, Metric.GPU_MEMORY_MEAN)).isCloseTo(3500, EXACT);
    assertThat(value(trial, Metric.GPU_MEMORY_PEAK_ABOVE_IDLE)).isCloseTo(3000, EXACT);
    assertThat(value(trial, Metric.STACK_MEMORY_PEAK)).isCloseTo(10, EXACT);
    // 50 W at two slots that bring two tokens in 1.001 s each.
    assertThat(value(trial, Metric.ENERGY_PER_TOKEN)).isCloseTo(50 * 1.001 / 4, EXACT);
  }

  @Test
  void energyIsWhatACounterGrewByInTheWindow() throws IOException {
    run.write("a", 2, HandMade.ok(1, 1050, 1500, 2048));
    String sample =
        "{\"at\":%d,\"source\":\"gpu:0\",\"values\":{\"processes\":1,\"powerWatts\":100,\"energyJoules\":%s}}\n";
    StringBuilder samples = new StringBuilder();
    for (long millis = 0; millis <= 3000; millis += 100) {
      // 200 W in the window, from 1.05 to 2.05 s; more before and after it.
      double joules = millis < 1000 ? millis : 1000 + 0.2 * (millis - 1000);
      samples.append(sample.formatted(millis * 1_000_000, millis > 2100 ? 1e6 + millis : joules));
    }
    Path file = root.resolve("samples.jsonl");
    Files.writeString(file, samples);

    TrialResult trial = run.read("a");

    assertThat(value(trial, Metric.GPU_POWER)).isCloseTo(200, within(1e-6));
    assertThat(value(trial, Metric.ENERGY_PER_TOKEN) * value(trial, Metric.TOKEN_THROUGHPUT))
        .isCloseTo(200, within(1e-6));
    assertThat(Run.read(root).problems())
        .filteredOn(note -> note.contains("energy of a"))
        .containsExactly(
            "power and energy of a are of repeats of less than 10 s, in which they are not sure",
            "the energy of a by its GPUs' counter and by their sampled power differ by more than"
                + " 10 %; the counter's is told");

    Files.writeString(
        file, sample.formatted(1_500_000_000, 1) + sample.formatted(1_600_000_000, 9));
    assertThat(run.read("a").estimate(Metric.ENERGY_PER_TOKEN).isPresent())
        .as("energy of a part of the window")
        .isFalse();
  }

  @Test
  void theIdleBaselineEndsAtTheRunsOwnStacksOnly() throws IOException {
    run.write("a", 2, HandMade.ok(1, 1000, 1500, 1998));
    String sample = "{\"at\":%d,\"source\":\"%s\",\"values\":{\"%s\":%d}}\n";
    long mib = 1 << 20;
    Files.writeString(
        root.resolve("samples.jsonl"),
        sample.formatted(100, "stack:another", "residentBytes", mib)
            + sample.formatted(200, "host", "memoryUsedBytes", 100 * mib)
            + sample.formatted(300, "stack:a", "residentBytes", 50 * mib)
            + sample.formatted(1_500_000_000, "host", "memoryUsedBytes", 170 * mib)
            + sample.formatted(1_500_000_000, "stack:a", "residentBytes", 50 * mib));

    TrialResult trial = run.read("a");

    assertThat(value(trial, Metric.HOST_MEMORY_PEAK_ABOVE_IDLE)).isCloseTo(70, EXACT);
    assertThat(value(trial, Metric.STACK_MEMORY_PEAK)).isCloseTo(50, EXACT);
  }

  @Test
  void aThrottledGpuMakesATrialSuspect() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130, 140));
    String sample = "{\"at\":%d,\"source\":\"gpu:0\",\"values\":{\"throttleReasons\":%d}}\n";
    Path samples = root.resolve("samples.jsonl");

    Files.writeString(samples, sample.formatted(110_000_000, 5));
    assertThat(run.read("a").validity().reasons())
        .noneMatch(r -> r.sentence().contains("throttled"));

    Files.writeString(
        samples, sample.formatted(110_000_000, 0x40) + sample.formatted(120_000_000, 0x80));
    assertThat(run.read("a").validity().reasons())
        .anyMatch(r -> r.sentence().contains("throttled"));

    String own = "{\"at\":110000000,\"source\":\"stack:a\",\"values\":{\"processes@gpu:1\":1}}\n";
    Files.writeString(samples, own, StandardOpenOption.APPEND);
    Files.writeString(
        samples,
        sample.replace("gpu:0", "gpu:1").formatted(110_000_000, 5),
        StandardOpenOption.APPEND);
    assertThat(run.read("a").validity().reasons())
        .as("a GPU that the stack does not use")
        .noneMatch(r -> r.sentence().contains("throttled"));
  }
}
