package org.inferometer.telemetry;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * NVIDIA's management library, as far as it is needed, after nvml.h of version 13. Each function
 * may be missing or refuse on its own: the reading is then absent.
 */
final class Nvml implements AutoCloseable {
  private static final int SUCCESS = 0;
  private static final int MIG_ENABLED = 1;

  /** The versioned name first: an installation of the driver alone has no other. */
  private static final List<String> NAMES =
      Platform.isWindows()
          ? List.of("nvml")
          : List.of("libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1");

  private final NativeLibrary library;
  private final Set<String> missing = new HashSet<>();

  private Nvml(NativeLibrary library) {
    this.library = library;
  }

  /**
   * Loads and initialises the library.
   *
   * @throws NoGpuException saying why there is nothing to be read
   */
  static Nvml open() throws NoGpuException {
    if (Platform.isMac()) {
      throw new NoGpuException("NVML is not made for macOS");
    }
    return open(NAMES);
  }

  static Nvml open(List<String> names) throws NoGpuException {
    for (String name : names) {
      try {
        Nvml nvml = new Nvml(NativeLibrary.getInstance(name));
        nvml.initialise();
        return nvml;
      } catch (UnsatisfiedLinkError e) {
        // Try the next name.
      }
    }
    throw new NoGpuException("no " + names.get(0));
  }

  /** Calls a function that returns nvmlReturn_t; whether it succeeded. */
  boolean call(String function, Object... arguments) {
    return code(function, arguments) == SUCCESS;
  }

  /** Like {@link #call}, with the code; 13 (FUNCTION_NOT_FOUND) for what this version lacks. */
  int code(String function, Object... arguments) {
    if (missing.contains(function)) {
      return NvmlCode.FUNCTION_NOT_FOUND;
    }
    try {
      Function found = library.getFunction(function);
      return found.invokeInt(arguments);
    } catch (UnsatisfiedLinkError e) {
      missing.add(function);
      return NvmlCode.FUNCTION_NOT_FOUND;
    }
  }

  /** A text that {@code function} writes into a buffer of {@code length}; null if it does not. */
  String text(String function, int length, Object... leading) {
    try (Memory buffer = new Memory(length)) {
      List<Object> arguments = new ArrayList<>(List.of(leading));
      arguments.add(buffer);
      arguments.add(length);
      return call(function, arguments.toArray())
          ? buffer.getString(0, StandardCharsets.UTF_8.name())
          : null;
    }
  }

  /** All GPUs that may be read, each followed by its parts where it is divided. */
  List<NvmlDevice> devices() {
    IntByReference count = new IntByReference();
    List<NvmlDevice> devices = new ArrayList<>();
    if (call("nvmlDeviceGetCount_v2", count)) {
      for (int i = 0; i < count.getValue(); i++) {
        PointerByReference handle = new PointerByReference();
        if (call("nvmlDeviceGetHandleByIndex_v2", i, handle)) {
          Pointer device = handle.getValue();
          List<NvmlDevice> parts = parts(i, device);
          devices.add(new NvmlDevice(this, i, null, !parts.isEmpty(), device));
          devices.addAll(parts);
        }
      }
    }
    return devices;
  }

  /** Multi-Instance GPU: parts with memory and processes of their own, but one power supply. */
  private List<NvmlDevice> parts(int index, Pointer device) {
    IntByReference mode = new IntByReference();
    IntByReference most = new IntByReference();
    List<NvmlDevice> parts = new ArrayList<>();
    if (call("nvmlDeviceGetMigMode", device, mode, new IntByReference())
        && mode.getValue() == MIG_ENABLED
        && call("nvmlDeviceGetMaxMigDeviceCount", device, most)) {
      for (int i = 0; i < most.getValue(); i++) {
        PointerByReference handle = new PointerByReference();
        if (call("nvmlDeviceGetMigDeviceHandleByIndex", device, i, handle)) {
          parts.add(new NvmlDevice(this, index, i, false, handle.getValue()));
        }
      }
    }
    return parts;
  }

  @Override
  public void close() {
    call("nvmlShutdown");
  }

  private void initialise() throws NoGpuException {
    int code = code("nvmlInit_v2");
    if (code != SUCCESS) {
      throw new NoGpuException("nvmlInit_v2: " + NvmlCode.name(code));
    }
  }
}
