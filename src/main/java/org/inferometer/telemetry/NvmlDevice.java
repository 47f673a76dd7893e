package org.inferometer.telemetry;

import static org.inferometer.telemetry.ReadingNames.ENERGY_JOULES;
import static org.inferometer.telemetry.ReadingNames.MEMORY_CLOCK_MEGAHERTZ;
import static org.inferometer.telemetry.ReadingNames.MEMORY_USED_BYTES;
import static org.inferometer.telemetry.ReadingNames.MEMORY_UTILIZATION_PERCENT;
import static org.inferometer.telemetry.ReadingNames.POWER_WATTS;
import static org.inferometer.telemetry.ReadingNames.PROCESSES;
import static org.inferometer.telemetry.ReadingNames.SM_CLOCK_MEGAHERTZ;
import static org.inferometer.telemetry.ReadingNames.TEMPERATURE_CELSIUS;
import static org.inferometer.telemetry.ReadingNames.THROTTLE_REASONS;
import static org.inferometer.telemetry.ReadingNames.UTILIZATION_PERCENT;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One GPU, or a part of one (MIG). Structures are read at the offsets that nvml.h gives them on
 * 64-bit machines.
 */
final class NvmlDevice implements Source {
  private static final int SM_CLOCK = 1;
  private static final int MEMORY_CLOCK = 2;
  private static final int GPU_TEMPERATURE = 0;
  private static final int MEMORY_V2_BYTES = 40;
  private static final int MEMORY_V2_VERSION = MEMORY_V2_BYTES | 2 << 24;
  private static final int TEMPERATURE_V1_BYTES = 12;
  private static final int TEMPERATURE_V1_VERSION = TEMPERATURE_V1_BYTES | 1 << 24;
  private static final int PROCESS_BYTES = 24;
  private static final int SPARE_PROCESSES = 8;
  private static final int MOST_TRIES = 5;

  private final Nvml nvml;
  private final int index;
  private final Integer part;
  private final boolean divided;
  private final Pointer handle;
  private Map<Long, Double> processes = Map.of();

  /**
   * @param part number of the part; null for a whole GPU
   * @param divided whether it is a whole GPU in parts, of which processes have one each
   */
  NvmlDevice(Nvml nvml, int index, Integer part, boolean divided, Pointer handle) {
    this.nvml = nvml;
    this.index = index;
    this.part = part;
    this.divided = divided;
    this.handle = handle;
  }

  @Override
  public String name() {
    return ReadingNames.GPU + index + (part == null ? "" : "." + part);
  }

  /** What does not change; unknown parts are absent. */
  Gpus.Gpu describe() {
    OptionalDouble total = memory(8, 0);
    return new Gpus.Gpu(
        index,
        part,
        nvml.text("nvmlDeviceGetName", 96, handle),
        nvml.text("nvmlDeviceGetUUID", 96, handle),
        total.isPresent() ? (long) total.getAsDouble() : null,
        integer("nvmlDeviceGetEnforcedPowerLimit", 1e-3),
        memoryBytesPerSecond());
  }

  /**
   * Two bits of each line of the bus in each cycle that NVML tells, whatever the memory: Harris,
   * "How to Query Device Properties and Handle Errors in CUDA C/C++", NVIDIA, 2012.
   */
  private Double memoryBytesPerSecond() {
    Double bits = integer("nvmlDeviceGetMemoryBusWidth", 1);
    Double hertz = integer("nvmlDeviceGetMaxClockInfo", 1e6, MEMORY_CLOCK);
    return bits == null || hertz == null ? null : 2 * hertz * bits / Byte.SIZE;
  }

  @Override
  public Map<String, Double> read() {
    Map<String, Double> values = new HashMap<>();
    memory(32, 16).ifPresent(bytes -> values.put(MEMORY_USED_BYTES, bytes));
    putUtilization(values);
    put(values, POWER_WATTS, integer("nvmlDeviceGetPowerUsage", 1e-3));
    put(values, ENERGY_JOULES, wide("nvmlDeviceGetTotalEnergyConsumption", 1e-3));
    put(values, TEMPERATURE_CELSIUS, temperature());
    put(values, SM_CLOCK_MEGAHERTZ, integer("nvmlDeviceGetClockInfo", 1, SM_CLOCK));
    put(values, MEMORY_CLOCK_MEGAHERTZ, integer("nvmlDeviceGetClockInfo", 1, MEMORY_CLOCK));
    put(values, THROTTLE_REASONS, throttleReasons());
    Optional<Map<Long, Double>> found = divided ? Optional.empty() : findProcesses();
    found.ifPresent(all -> values.put(PROCESSES, (double) all.size()));
    processes = found.orElse(Map.of());
    return values;
  }

  /**
   * GPU memory of each process that computed at the last reading, by its number; NaN where the
   * memory is not told.
   */
  Map<Long, Double> processes() {
    return processes;
  }

  @Override
  public void close() {
    // The library is closed for all devices together.
  }

  /** GPU memory of each process that computes now; empty where not even they are told. */
  Optional<Map<Long, Double>> findProcesses() {
    Map<Long, Double> processes = new HashMap<>();
    return processes("nvmlDeviceGetComputeRunningProcesses_v3", processes)
            || processes("nvmlDeviceGetComputeRunningProcesses_v2", processes)
        ? Optional.of(processes)
        : Optional.empty();
  }

  private boolean processes(String function, Map<Long, Double> processes) {
    IntByReference count = new IntByReference(0);
    int code = nvml.code(function, handle, count, Pointer.NULL);
    for (int i = 0; code == NvmlCode.INSUFFICIENT_SIZE && i < MOST_TRIES; i++) {
      int room = count.getValue() + SPARE_PROCESSES;
      count.setValue(room);
      try (Memory infos = new Memory((long) room * PROCESS_BYTES)) {
        code = nvml.code(function, handle, count, infos);
        for (int one = 0; code == 0 && one < count.getValue(); one++) {
          long bytes = infos.getLong((long) one * PROCESS_BYTES + 8);
          long pid = Integer.toUnsignedLong(infos.getInt((long) one * PROCESS_BYTES));
          processes.put(pid, bytes < 0 ? Double.NaN : bytes);
        }
      }
    }
    return code == 0;
  }

  /** A number of bytes from nvmlMemory_v2_t, or else from nvmlMemory_t. */
  private OptionalDouble memory(int offsetInV2, int offsetInV1) {
    try (Memory info = new Memory(MEMORY_V2_BYTES)) {
      info.setInt(0, MEMORY_V2_VERSION);
      if (nvml.call("nvmlDeviceGetMemoryInfo_v2", handle, info)) {
        return OptionalDouble.of(info.getLong(offsetInV2));
      }
      return nvml.call("nvmlDeviceGetMemoryInfo", handle, info)
          ? OptionalDouble.of(info.getLong(offsetInV1))
          : OptionalDouble.empty();
    }
  }

  private void putUtilization(Map<String, Double> values) {
    try (Memory rates = new Memory(8)) {
      if (nvml.call("nvmlDeviceGetUtilizationRates", handle, rates)) {
        values.put(UTILIZATION_PERCENT, (double) rates.getInt(0));
        values.put(MEMORY_UTILIZATION_PERCENT, (double) rates.getInt(4));
      }
    }
  }

  /** By the function that its successor may have replaced, or else by that. */
  private Double temperature() {
    Double celsius = integer("nvmlDeviceGetTemperature", 1, GPU_TEMPERATURE);
    if (celsius != null) {
      return celsius;
    }
    try (Memory info = new Memory(TEMPERATURE_V1_BYTES)) {
      info.setInt(0, TEMPERATURE_V1_VERSION);
      info.setInt(4, GPU_TEMPERATURE);
      return nvml.call("nvmlDeviceGetTemperatureV", handle, info) ? (double) info.getInt(8) : null;
    }
  }

  private Double throttleReasons() {
    Double reasons = wide("nvmlDeviceGetCurrentClocksEventReasons", 1);
    return reasons != null ? reasons : wide("nvmlDeviceGetCurrentClocksThrottleReasons", 1);
  }

  private Double integer(String function, double unit, Object... middle) {
    IntByReference value = new IntByReference();
    return call(function, value, middle) ? value.getValue() * unit : null;
  }

  private Double wide(String function, double unit) {
    LongByReference value = new LongByReference();
    return call(function, value) ? value.getValue() * unit : null;
  }

  private boolean call(String function, Object out, Object... middle) {
    Object[] arguments = new Object[middle.length + 2];
    arguments[0] = handle;
    System.arraycopy(middle, 0, arguments, 1, middle.length);
    arguments[arguments.length - 1] = out;
    return nvml.call(function, arguments);
  }

  private static void put(Map<String, Double> values, String name, Double value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
