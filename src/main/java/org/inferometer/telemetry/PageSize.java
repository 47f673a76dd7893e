package org.inferometer.telemetry;

import com.sun.jna.Function;

/** The size of a page of memory. */
final class PageSize {
  private PageSize() {}

  /** From getpagesize(2); the kernel's counts are in this unit. */
  static int bytes() {
    return Function.getFunction("c", "getpagesize").invokeInt(new Object[0]);
  }
}
