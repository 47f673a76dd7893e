package org.inferometer.telemetry;

import java.util.Map;

/** Names of nvmlReturn_t. */
final class NvmlCode {
  static final int INSUFFICIENT_SIZE = 7;
  static final int FUNCTION_NOT_FOUND = 13;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "UNINITIALIZED"),
          Map.entry(2, "INVALID_ARGUMENT"),
          Map.entry(3, "NOT_SUPPORTED"),
          Map.entry(4, "NO_PERMISSION"),
          Map.entry(6, "NOT_FOUND"),
          Map.entry(7, "INSUFFICIENT_SIZE"),
          Map.entry(9, "DRIVER_NOT_LOADED"),
          Map.entry(10, "TIMEOUT"),
          Map.entry(11, "IRQ_ISSUE"),
          Map.entry(12, "LIBRARY_NOT_FOUND"),
          Map.entry(13, "FUNCTION_NOT_FOUND"),
          Map.entry(15, "GPU_IS_LOST"),
          Map.entry(16, "RESET_REQUIRED"),
          Map.entry(17, "OPERATING_SYSTEM"),
          Map.entry(18, "LIB_RM_VERSION_MISMATCH"),
          Map.entry(19, "IN_USE"),
          Map.entry(20, "MEMORY"),
          Map.entry(21, "NO_DATA"),
          Map.entry(23, "INSUFFICIENT_RESOURCES"),
          Map.entry(25, "ARGUMENT_VERSION_MISMATCH"),
          Map.entry(26, "DEPRECATED"),
          Map.entry(27, "NOT_READY"),
          Map.entry(28, "GPU_NOT_FOUND"),
          Map.entry(29, "INVALID_STATE"),
          Map.entry(30, "RESET_TYPE_NOT_SUPPORTED"),
          Map.entry(999, "UNKNOWN"));

  private NvmlCode() {}

  /** The name of {@code code}, such as {@code DRIVER_NOT_LOADED}. */
  static String name(int code) {
    return NAMES.getOrDefault(code, "code " + code);
  }
}
