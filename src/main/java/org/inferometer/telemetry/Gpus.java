package org.inferometer.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The NVIDIA GPUs of this machine, which may be none. */
public final class Gpus implements AutoCloseable {
  private final Nvml nvml;
  private final String absence;
  private final List<NvmlDevice> devices;

  /**
   * What {@code environment.json} says about GPUs.
   *
   * @param status {@code ok}, or {@code no GPU} and the reason
   * @param driver version of the driver
   * @param nvml version of the library
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Description(String status, String driver, String nvml, List<Gpu> gpus) {}

  /**
   * One GPU; unknown parts are absent.
   *
   * @param index NVML's number; may differ from CUDA's and after a restart, so the UUID counts
   * @param part number of the part (MIG); absent for a whole GPU
   * @param powerLimitWatts the limit in force
   * @param memoryBytesPerSecond what its memory's bus carries at its highest clock
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Gpu(
      int index,
      Integer part,
      String name,
      String uuid,
      Long memoryTotalBytes,
      Double powerLimitWatts,
      Double memoryBytesPerSecond) {}

  private Gpus(Nvml nvml, String absence) {
    this.nvml = nvml;
    this.absence = absence;
    this.devices = nvml == null ? List.of() : nvml.devices();
  }

  /** Opens all GPUs that there are. Never fails: without one, there is nothing to be read. */
  public static Gpus open() {
    try {
      return new Gpus(Nvml.open(), null);
    } catch (NoGpuException e) {
      return new Gpus(null, e.getMessage());
    }
  }

  static Gpus open(List<String> libraries) {
    try {
      return new Gpus(Nvml.open(libraries), null);
    } catch (NoGpuException e) {
      return new Gpus(null, e.getMessage());
    }
  }

  /** What there is, or that there is none and why. */
  public Description describe() {
    if (nvml == null) {
      return new Description("no GPU (" + absence + ")", null, null, List.of());
    }
    return new Description(
        devices.isEmpty() ? "no GPU (NVML finds none)" : "ok",
        nvml.text("nvmlSystemGetDriverVersion", 80),
        nvml.text("nvmlSystemGetNVMLVersion", 80),
        devices.stream().map(NvmlDevice::describe).toList());
  }

  /** Processes that compute on any of them now; none where that is not told. */
  public Set<Long> computing() {
    return devices.stream()
        .flatMap(one -> one.findProcesses().stream())
        .flatMap(found -> found.keySet().stream())
        .collect(Collectors.toSet());
  }

  List<NvmlDevice> devices() {
    return devices;
  }

  @Override
  public void close() {
    if (nvml != null) {
      nvml.close();
    }
  }
}
