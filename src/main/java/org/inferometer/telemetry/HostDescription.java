package org.inferometer.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/**
 * The machine and the program that measures, for {@code environment.json}; unknown parts are
 * absent.
 *
 * @param cpu model of the processors
 * @param cores physical ones
 * @param threads logical processors that this JVM may use
 * @param governor frequency governor of the first processor
 * @param memoryBytes of the machine
 * @param os name and version
 * @param jvm name, version and vendor
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostDescription(
    String cpu,
    int cores,
    int threads,
    String governor,
    long memoryBytes,
    String os,
    String kernel,
    String architecture,
    String jvm,
    Gpus.Description gpus) {
  private static final Path GOVERNOR =
      Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");

  /** Describes this machine; takes some tenths of a second. */
  public static HostDescription of(Gpus gpus) {
    SystemInfo system = new SystemInfo();
    CentralProcessor processor = system.getHardware().getProcessor();
    return new HostDescription(
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalProcessorCount(),
        Runtime.getRuntime().availableProcessors(),
        readGovernor(),
        system.getHardware().getMemory().getTotal(),
        system.getOperatingSystem().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        "%s %s (%s)"
            .formatted(
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("java.vm.vendor")),
        gpus.describe());
  }

  private static String readGovernor() {
    try {
      return Files.readString(GOVERNOR).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
