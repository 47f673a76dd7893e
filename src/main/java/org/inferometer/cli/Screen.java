package org.inferometer.cli;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import org.inferometer.report.table.ConsoleReport;

/** The terminal that output goes to. */
final class Screen {
  private static final int STANDARD_OUTPUT = 1;
  private static final int NARROWEST = 40;

  /** TIOCGWINSZ of ioctl_tty(2); struct winsize has rows and columns as its first two shorts. */
  private static final long WINDOW_SIZE = Platform.isLinux() ? 0x5413 : 0x40087468;

  private Screen() {}

  /** How many characters are in a line; a hundred where output goes to no terminal. */
  static int columns() {
    if (System.console() == null || Platform.isWindows()) {
      return ConsoleReport.COLUMNS;
    }
    try (Memory size = new Memory(8)) {
      LibC c = Native.load("c", LibC.class);
      boolean known = c.ioctl(STANDARD_OUTPUT, new NativeLong(WINDOW_SIZE), size) == 0;
      int columns = known ? Short.toUnsignedInt(size.getShort(2)) : 0;
      return columns == 0 ? ConsoleReport.COLUMNS : Math.max(NARROWEST, columns);
    } catch (LinkageError e) {
      return ConsoleReport.COLUMNS;
    }
  }

  private interface LibC extends Library {
    int ioctl(int file, NativeLong request, Object... argument);
  }
}
