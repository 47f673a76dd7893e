package org.inferometer.telemetry;

/**
 * What sources and readings are called in {@code samples.jsonl}: for who writes, sums up and draws
 * them. Units are part of the names.
 */
public final class ReadingNames {
  /** The whole machine. */
  public static final String HOST = "host";

  /** Before the name of a stack: its process tree, launched here. */
  public static final String STACK = "stack:";

  /** Before NVML's number of a GPU, or {@code number.number} of a part of one (MIG). */
  public static final String GPU = "gpu:";

  /** Before the name of a stack: what its server says of itself. */
  public static final String SERVER = "server:";

  /** Before the name of a thread that took readings: what they cost. */
  public static final String SAMPLER = "sampler:";

  /** Said once, when a run begins: what was read before is the idle machine's. */
  public static final String IDLE = "idle";

  /** Of a host or a GPU. */
  public static final String MEMORY_USED_BYTES = "memoryUsedBytes";

  public static final String MEMORY_AVAILABLE_BYTES = "memoryAvailableBytes";

  /** Of a host: busy share of all processors since the reading before. */
  public static final String CPU_SHARE = "cpuShare";

  /** Of a stack, summed over its process tree, as all that follow. */
  public static final String RESIDENT_BYTES = "residentBytes";

  /** With shared pages divided among those who share them; read less often. */
  public static final String PSS_BYTES = "pssBytes";

  /** Used so far; also of a sampler. */
  public static final String CPU_SECONDS = "cpuSeconds";

  /** Of a stack; of a GPU, anybody's that compute on it. */
  public static final String PROCESSES = "processes";

  /** Before the name of a GPU: the tree's processes that compute on it. */
  public static final String PROCESSES_AT = "processes@";

  /** Memory of the tree's processes on all GPUs. */
  public static final String GPU_MEMORY_BYTES = "gpuMemoryBytes";

  /** Of a GPU, as all that follow: share of the time in which it computed. */
  public static final String UTILIZATION_PERCENT = "utilizationPercent";

  /** Share of the time in which its memory was read or written. */
  public static final String MEMORY_UTILIZATION_PERCENT = "memoryUtilizationPercent";

  public static final String POWER_WATTS = "powerWatts";

  /** So far. */
  public static final String ENERGY_JOULES = "energyJoules";

  public static final String TEMPERATURE_CELSIUS = "temperatureCelsius";

  public static final String SM_CLOCK_MEGAHERTZ = "smClockMegahertz";

  public static final String MEMORY_CLOCK_MEGAHERTZ = "memoryClockMegahertz";

  /** NVML's bit mask. */
  public static final String THROTTLE_REASONS = "throttleReasons";

  /** Of a sampler: its readings. */
  public static final String READINGS = "readings";

  /** Readings that were not taken: too late, or nothing answered. */
  public static final String MISSED = "missed";

  /** Time in which it took readings. */
  public static final String SECONDS = "seconds";

  private ReadingNames() {}
}
