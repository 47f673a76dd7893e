package org.inferometer.telemetry;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.inferometer.machine.Clock;

/**
 * A process tree in {@code /proc}. Members are looked up every second only, as that reads all
 * processes of the machine.
 */
final class LinuxTree implements TreeProbe {
  private static final long SECOND = 1_000_000_000L;

  /** The proportional set size takes at most one part in this many of the time. */
  private static final long PSS_RARITY = 100;

  private final long root;
  private final Map<Long, LinuxProcess> processes = new HashMap<>();
  private double cpuSecondsOfGone;
  private long nextMembers = Long.MIN_VALUE;
  private long nextPss = Long.MIN_VALUE;

  LinuxTree(long root) {
    this.root = root;
  }

  @Override
  public Map<String, Double> read() {
    long now = Clock.nanos();
    if (now >= nextMembers) {
      findMembers();
      nextMembers = now + SECOND;
    }
    double resident = 0;
    double cpuSeconds = 0;
    Iterator<LinuxProcess> all = processes.values().iterator();
    while (all.hasNext()) {
      LinuxProcess process = all.next();
      try {
        process.read();
        resident += process.residentBytes();
        cpuSeconds += process.cpuSeconds();
      } catch (IOException e) {
        cpuSecondsOfGone += process.cpuSeconds();
        process.close();
        all.remove();
      }
    }
    if (processes.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> values = new HashMap<>();
    values.put(ReadingNames.RESIDENT_BYTES, resident);
    values.put(ReadingNames.CPU_SECONDS, cpuSecondsOfGone + cpuSeconds);
    values.put(ReadingNames.PROCESSES, (double) processes.size());
    if (now >= nextPss) {
      putPss(values);
    }
    return values;
  }

  @Override
  public Set<Long> pids() {
    return processes.keySet();
  }

  @Override
  public void close() {
    processes.values().forEach(LinuxProcess::close);
    processes.clear();
  }

  private void findMembers() {
    Set<Long> members = new HashSet<>();
    ProcessHandle.of(root)
        .ifPresent(
            handle -> {
              members.add(root);
              handle.descendants().forEach(one -> members.add(one.pid()));
            });
    members.removeAll(processes.keySet());
    for (long pid : members) {
      try {
        processes.put(pid, new LinuxProcess(pid));
      } catch (IOException e) {
        // Gone already.
      }
    }
  }

  private void putPss(Map<String, Double> values) {
    long start = Clock.nanos();
    try {
      double pss = 0;
      for (LinuxProcess process : processes.values()) {
        pss += process.pssBytes();
      }
      values.put(ReadingNames.PSS_BYTES, pss);
    } catch (IOException e) {
      // Another user's process, an old kernel, or gone: unknown.
    }
    long end = Clock.nanos();
    nextPss = end + Math.max(SECOND, PSS_RARITY * (end - start));
  }
}
