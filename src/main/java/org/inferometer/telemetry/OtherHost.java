package org.inferometer.telemetry;

import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/** Reads memory and processors through OSHI, where there is no {@code /proc}. */
final class OtherHost implements HostProbe {
  private final GlobalMemory memory;
  private final CentralProcessor processor;
  private long[] ticks;

  OtherHost() {
    SystemInfo system = new SystemInfo();
    memory = system.getHardware().getMemory();
    processor = system.getHardware().getProcessor();
    ticks = processor.getSystemCpuLoadTicks();
  }

  @Override
  public Map<String, Double> read() {
    double available = memory.getAvailable();
    double share = processor.getSystemCpuLoadBetweenTicks(ticks);
    ticks = processor.getSystemCpuLoadTicks();
    return Map.of(
        ReadingNames.MEMORY_AVAILABLE_BYTES,
        available,
        ReadingNames.MEMORY_USED_BYTES,
        memory.getTotal() - available,
        ReadingNames.CPU_SHARE,
        share);
  }

  @Override
  public void close() {}
}
