package org.inferometer.telemetry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** A process tree through OSHI, where there is no {@code /proc}. */
final class OtherTree implements TreeProbe {
  private final OperatingSystem system = new SystemInfo().getOperatingSystem();
  private final long root;
  private final Set<Long> pids = new HashSet<>();

  OtherTree(long root) {
    this.root = root;
  }

  @Override
  public Map<String, Double> read() {
    pids.clear();
    ProcessHandle.of(root)
        .ifPresent(
            handle -> {
              pids.add(root);
              handle.descendants().forEach(one -> pids.add(one.pid()));
            });
    List<OSProcess> processes = system.getProcesses(pids.stream().map(Long::intValue).toList());
    if (processes.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> values = new HashMap<>();
    for (OSProcess process : processes) {
      values.merge(ReadingNames.RESIDENT_BYTES, (double) process.getResidentMemory(), Double::sum);
      double millis = process.getKernelTime() + process.getUserTime();
      values.merge(ReadingNames.CPU_SECONDS, millis / 1000, Double::sum);
      values.merge(ReadingNames.PROCESSES, 1.0, Double::sum);
    }
    return values;
  }

  @Override
  public Set<Long> pids() {
    return pids;
  }

  @Override
  public void close() {}
}
