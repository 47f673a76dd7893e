package org.inferometer.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One process in {@code /proc}, see proc(5). */
final class LinuxProcess implements AutoCloseable {
  /** Jiffies a second as user space sees them: 100 on every architecture. */
  private static final double JIFFIES = 100;

  private static final int PAGE_BYTES = PageSize.bytes();
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int RSS = 21;

  private final ProcFile stat;
  private final Path rollup;
  private double cpuSeconds;
  private long residentBytes;

  LinuxProcess(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    stat = new ProcFile(folder.resolve("stat"));
    rollup = folder.resolve("smaps_rollup");
  }

  /** Reads memory and time; fails when the process is gone. */
  void read() throws IOException {
    String text = stat.read();
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    cpuSeconds = (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / JIFFIES;
    residentBytes = Long.parseLong(fields[RSS]) * PAGE_BYTES;
  }

  double cpuSeconds() {
    return cpuSeconds;
  }

  long residentBytes() {
    return residentBytes;
  }

  /** Proportional set size: walks the process' page tables, which takes long for large ones. */
  long pssBytes() throws IOException {
    return LinuxHost.kibibytes(Files.readString(rollup), "\nPss:") * 1024;
  }

  @Override
  public void close() {
    stat.close();
  }
}
