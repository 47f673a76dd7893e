package org.inferometer.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.inferometer.machine.Processors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/**
 * The machine and the program that measures, for {@code environment.json}; unknown parts are
 * absent.
 *
 * @param cpu model of the processors
 * @param cores physical ones
 * @param threads logical processors that this JVM may use
 * @param processors numbers of those that the client may run on
 * @param governor frequency governor of the processors
 * @param megahertz of the processors now, mean
 * @param mostMegahertz that a processor may reach
 * @param memoryBytes of the machine
 * @param os name and version
 * @param jvm name, version and vendor
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostDescription(
    String cpu,
    int cores,
    int threads,
    String processors,
    String governor,
    Double megahertz,
    @JsonProperty("most_megahertz") Double mostMegahertz,
    long memoryBytes,
    String os,
    String kernel,
    String architecture,
    String jvm,
    Gpus.Description gpus) {
  private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");

  /** Describes this machine; takes some tenths of a second. */
  public static HostDescription of(Gpus gpus) {
    SystemInfo system = new SystemInfo();
    CentralProcessor processor = system.getHardware().getProcessor();
    CpuFrequency frequency = CpuFrequency.read(PROCESSORS);
    return new HostDescription(
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalProcessorCount(),
        Runtime.getRuntime().availableProcessors(),
        numbers(Processors.ofThisThread()),
        frequency.governor(),
        frequency.megahertz(),
        frequency.most(),
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

  private static String numbers(Processors processors) {
    return processors.count() == 0 ? null : processors.toString();
  }
}
