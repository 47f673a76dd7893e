package org.inferometer.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The process and the machine, as far as Linux tells; what it does not tell is absent. */
public final class Host {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What a calibration was made on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Environment(
      String time,
      String os,
      String cpu,
      int cores,
      long memoryBytes,
      String jvm,
      String arguments) {}

  private Host() {}

  public static Environment environment() {
    return new Environment(
        java.time.Instant.now().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        valueOf(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        SYSTEM.getTotalMemorySize(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
  }

  /** Processor time of this process so far. */
  public static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Forgets the peak of the resident memory, so that the next reading is a new one. */
  public static void resetPeakMemory() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      // Without it the peak is that of the whole process: too high, never too low.
      return;
    }
  }

  /** Peak of the resident memory in bytes, or null. */
  public static Long peakMemoryBytes() {
    String peak = valueOf(STATUS, "VmHWM");
    return peak == null ? null : Long.parseLong(peak.split(" ")[0]) * 1024;
  }

  private static String valueOf(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
