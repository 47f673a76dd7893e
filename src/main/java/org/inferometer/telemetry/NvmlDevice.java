package org.inferometer.telemetry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One GPU. Structures are read at the offsets that nvml.h gives them on 64-bit machines. */
final class NvmlDevice {
  private static final int SM_CLOCK = 1;
  private static final int GPU_TEMPERATURE = 0;
  private static final int MEMORY_V2_BYTES = 40;
  private static final int MEMORY_V2_VERSION = MEMORY_V2_BYTES | 2 << 24;
  private static final int PROCESS_BYTES = 24;
  private static final int SPARE_PROCESSES = 8;

  private final Nvml nvml;
  private final int index;
  private final Pointer handle;

  NvmlDevice(Nvml nvml, int index, Pointer handle) {
    this.nvml = nvml;
    this.index = index;
    this.handle = handle;
  }

  int index() {
    return index;
  }

  /** What does not change; unknown parts are absent. */
  Gpus.Gpu describe() {
    OptionalDouble total = memory(8, 0);
    return new Gpus.Gpu(
        index,
        nvml.text("nvmlDeviceGetName", 96, handle),
        nvml.text("nvmlDeviceGetUUID", 96, handle),
        total.isPresent() ? (long) total.getAsDouble() : null,
        integer("nvmlDeviceGetEnforcedPowerLimit", 1e-3));
  }

  /** Readings under the names of {@link Sample}. */
  Map<String, Double> read() {
    Map<String, Double> values = new HashMap<>();
    memory(32, 16).ifPresent(bytes -> values.put("memoryUsedBytes", bytes));
    putUtilization(values);
    put(values, "powerWatts", integer("nvmlDeviceGetPowerUsage", 1e-3));
    put(values, "energyJoules", wide("nvmlDeviceGetTotalEnergyConsumption", 1e-3));
    put(values, "temperatureCelsius", integer("nvmlDeviceGetTemperature", 1, GPU_TEMPERATURE));
    put(values, "smClockMegahertz", integer("nvmlDeviceGetClockInfo", 1, SM_CLOCK));
    put(values, "throttleReasons", throttleReasons());
    return values;
  }

  /**
   * GPU memory of each process that computes, by its number; NaN where the memory is not told, and
   * empty where not even the processes are.
   */
  Optional<Map<Long, Double>> processes() {
    Map<Long, Double> processes = new HashMap<>();
    return processes("nvmlDeviceGetComputeRunningProcesses_v3", processes)
            || processes("nvmlDeviceGetComputeRunningProcesses_v2", processes)
        ? Optional.of(processes)
        : Optional.empty();
  }

  private boolean processes(String function, Map<Long, Double> processes) {
    IntByReference count = new IntByReference(0);
    int code = nvml.code(function, handle, count, Pointer.NULL);
    while (code == NvmlCode.INSUFFICIENT_SIZE) {
      int room = count.getValue() + SPARE_PROCESSES;
      count.setValue(room);
      try (Memory infos = new Memory((long) room * PROCESS_BYTES)) {
        code = nvml.code(function, handle, count, infos);
        for (int i = 0; code == 0 && i < count.getValue(); i++) {
          long bytes = infos.getLong((long) i * PROCESS_BYTES + 8);
          long pid = Integer.toUnsignedLong(infos.getInt((long) i * PROCESS_BYTES));
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
        values.put("utilizationPercent", (double) rates.getInt(0));
      }
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
