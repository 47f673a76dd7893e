package org.inferometer.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code /proc/meminfo} and {@code /proc/stat}, see proc(5). */
final class LinuxHost implements HostProbe {
  private static final int IDLE = 4;
  private static final int IOWAIT = 5;
  private static final int STEAL = 8;

  private final ProcFile memory = new ProcFile(Path.of("/proc/meminfo"));
  private final ProcFile processors = new ProcFile(Path.of("/proc/stat"));
  private long idle;
  private long total;

  LinuxHost() throws IOException {
    processors();
  }

  @Override
  public Map<String, Double> read() throws IOException {
    Map<String, Double> values = new HashMap<>();
    String text = memory.read();
    double available = kibibytes(text, "MemAvailable:") * 1024.0;
    values.put(ReadingNames.MEMORY_AVAILABLE_BYTES, available);
    values.put(ReadingNames.MEMORY_USED_BYTES, kibibytes(text, "MemTotal:") * 1024.0 - available);
    long idleBefore = idle;
    long totalBefore = total;
    processors();
    if (total > totalBefore) {
      values.put(ReadingNames.CPU_SHARE, 1 - (double) (idle - idleBefore) / (total - totalBefore));
    }
    return values;
  }

  @Override
  public void close() {
    memory.close();
    processors.close();
  }

  /** The first line: jiffies as user, nice, system, idle, iowait, irq, softirq, steal. */
  private void processors() throws IOException {
    String[] fields = processors.read().split("\n", 2)[0].split(" +");
    total = 0;
    for (int i = 1; i <= STEAL && i < fields.length; i++) {
      total += Long.parseLong(fields[i]);
    }
    idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IOWAIT]);
  }

  static long kibibytes(String text, String key) throws IOException {
    int at = text.indexOf(key);
    int end = text.indexOf(" kB", at);
    if (at < 0 || end < 0) {
      throw new IOException(key + " is not there");
    }
    return Long.parseLong(text.substring(at + key.length(), end).strip());
  }
}
