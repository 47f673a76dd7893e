package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFrequencyTest {
  @TempDir private Path folder;

  @Test
  void processorsAreToldTogether() throws IOException {
    processor(0, "performance", "2000000", "3500000");
    processor(1, "powersave", "1000000", "3600000");

    assertThat(CpuFrequency.read(folder))
        .isEqualTo(new CpuFrequency("performance, powersave", 1500.0, 3600.0));
  }

  @Test
  void whatIsNotThereIsNotKnown() {
    assertThat(CpuFrequency.read(folder)).isEqualTo(new CpuFrequency(null, null, null));
    assertThat(CpuFrequency.read(folder.resolve("none")))
        .isEqualTo(new CpuFrequency(null, null, null));
  }

  private void processor(int number, String governor, String now, String most) throws IOException {
    Path told = Files.createDirectories(folder.resolve("cpu" + number + "/cpufreq"));
    Files.writeString(told.resolve("scaling_governor"), governor + "\n");
    Files.writeString(told.resolve("scaling_cur_freq"), now + "\n");
    Files.writeString(told.resolve("cpuinfo_max_freq"), most + "\n");
  }
}
